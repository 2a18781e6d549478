"""Say on every page when its source was last changed, as git knows it.

Outside of a git clone, or in a shallow one, nobody knows, and then the page says nothing. The
date is the commit's own, so two builds of one commit show the same.
"""

import datetime
import functools
import subprocess

from sphinx.util.i18n import format_date

DATE_FORMAT = "%d %B %Y"
GIT_TIMEOUT_S = 10


@functools.cache
def _git(folder, *arguments):
    """Return what git prints, or "" when there is no git, no clone or no answer."""
    try:
        done = subprocess.run(
            ["git", *arguments],
            cwd=folder,
            capture_output=True,
            check=True,
            encoding="utf-8",
            timeout=GIT_TIMEOUT_S,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()


def last_changed(folder, path):
    """Return the date of the last commit that touched `path`, or None if nobody knows.

    `folder` lies inside the clone and `path` is relative to it.
    """
    if _git(folder, "rev-parse", "--is-shallow-repository") != "false":
        return None
    text = _git(folder, "log", "-1", "--format=%cs", "--", path)
    return datetime.date.fromisoformat(text) if text else None


def page_changed(app, docname):
    """Return the date of the last change to a page's source, or None."""
    return last_changed(str(app.srcdir), str(app.env.doc2path(docname, base=False)))


def on_page(app, pagename, templatename, context, doctree):
    """Hand the date to the page's foot."""
    changed = page_changed(app, pagename) if doctree is not None else None
    context["last_updated"] = changed and format_date(
        DATE_FORMAT, date=changed, language=app.config.language
    )


def setup(app):
    """Connect to the making of every page."""
    app.connect("html-page-context", on_page)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
