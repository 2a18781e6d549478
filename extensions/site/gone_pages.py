"""Delete what was written for a page whose source is gone: Sphinx would leave it in the site.

The workshop's zip, the search and the tests would find it there and take it for a page.
"""

from pathlib import Path

from sphinx.application import Sphinx

WRITTEN = (".html", ".md", ".ipynb", ".py")  # the page, its copy, and a lab's two downloads


def delete_gone(app: Sphinx) -> None:
    """Delete the files of each Markdown copy that is the copy of no page."""
    for copy in Path(app.outdir).rglob("*.md"):
        if copy.relative_to(app.outdir).with_suffix("").as_posix() not in app.env.found_docs:
            for suffix in WRITTEN:
                copy.with_suffix(suffix).unlink(missing_ok=True)
