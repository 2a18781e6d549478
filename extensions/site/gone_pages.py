"""Delete what was written for a page whose source is gone: Sphinx would leave it in the site.

The workshop's zip, the search and the tests would find it there and take it for a page.
"""

from pathlib import Path

WRITTEN = (".html", ".md", ".ipynb", ".py")  # the page, its twin, and a lab's two downloads


def on_env_get_outdated(app, env, added, changed, removed):
    """Delete the files of each page that is gone; no other page is written anew for it."""
    for name in removed:
        for suffix in WRITTEN:
            Path(app.outdir, f"{name}{suffix}").unlink(missing_ok=True)
    return []
