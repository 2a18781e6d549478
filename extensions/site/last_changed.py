"""Say on every page when its source was last changed, as git knows it.

Outside of a git clone, or in a shallow one, nobody knows, and then the page says nothing. The
date is the commit's own, so two builds of one commit show the same.
"""

import functools
import subprocess

GIT_TIMEOUT_S = 10


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


@functools.cache
def changes(folder):
    """Return {path: day} of the last commit that touched each file below a folder of a clone.

    Paths are relative to the folder, days are as in 2026-11-23. One question to git for all pages.
    """
    days = {}
    if _git(folder, "rev-parse", "--is-shallow-repository") == "false":
        for commit in _git(folder, "log", "--relative", "--name-only", "--format=%x00%cs").split(
            "\0"
        ):
            day, *paths = commit.split() or [""]
            for path in paths:
                days.setdefault(path, day)
    return days


def page_changed(app, docname):
    """Return the day of the last change to a page's source, or None if nobody knows."""
    return changes(str(app.srcdir)).get(app.env.doc2path(docname, base=False).as_posix())


def on_page(app, pagename, templatename, context, doctree):
    """Hand the day to the page's foot."""
    context["last_updated"] = page_changed(app, pagename) if doctree is not None else None
