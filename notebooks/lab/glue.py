"""Hand a lab's results to its chapter, to the tests, and to whoever runs the lab.

A glued value travels in the output of its cell, in the format of MyST-NB's ``glue``. We write
it ourselves so that a lab needs neither MyST-NB nor Sphinx on a learner's computer.
"""

import math
from html import escape

from IPython.display import display

from lab.colours import SIGNS

PREFIX = "application/papermill.record/"
MARKS = {"shown": "✓", "not shown": "?", "failed": "✗"}
GRID = "display:grid;grid-template-columns:1.4em 1fr;gap:.1em .6em;margin:.75em 0"
SIGN = (
    "grid-row:1/3;height:1.4em;border-radius:50%;line-height:1.4em;text-align:center;"
    "font-weight:700;color:#fff;background:"
)


def glue(name: str, value: object) -> None:
    """Store a value under `name` in this cell's output, without showing it.

    The value is a number, string, bool, None, or a list or dict of such: what can be read
    back from its `repr`. Raises TypeError for anything else, ValueError for NaN and infinity.
    """
    data = {PREFIX + "text/plain": repr(plain(value))}
    display(data, metadata={"scrapbook": {"name": name, "mime_prefix": PREFIX}}, raw=True)


def plain(value: object) -> object:
    """Return `value` made of Python's own simple types only, or raise as `glue` does."""
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"cannot glue {value}: it is not a number that can be read back")
    if value is None:
        return None
    for kind in (bool, int, float, str):
        if isinstance(value, kind):
            return kind(value)  # subclasses, such as NumPy's, have a `repr` that is no literal
    if isinstance(value, dict):
        return {plain(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if hasattr(value, "item"):  # a NumPy number
        return plain(value.item())
    raise TypeError(f"cannot glue a {type(value).__name__}: use numbers, strings, lists or dicts")


def claim(
    name: str, sentence: str, holds: bool, evidence: str, not_shown_because: str | None = None
) -> None:
    """Show whether this run bears out a sentence, and glue the verdict as ``claim:name``.

    `evidence` is what was measured, in words. Where a reason is given in `not_shown_because`
    (too few cores, a busy machine, an older Python), a claim that does not hold is "not shown
    on this machine"; without a reason it has failed, and so does the test of the lab.
    """
    status = "shown" if holds else "not shown" if not_shown_because else "failed"
    verdict = {
        "sentence": sentence,
        "status": status,
        "evidence": evidence,
        "because": not_shown_because if status == "not shown" else None,
    }
    html = _as_html(verdict)
    glue(f"claim:{name}", verdict | {"html": html})  # a chapter shows what the lab shows
    display({"text/plain": _as_text(verdict), "text/html": html}, raw=True)


def _headline(verdict: dict) -> str:
    """Return the verdict in a few words."""
    if verdict["status"] == "not shown":
        return f"Not shown on this machine, because {verdict['because']}"
    return "Shown on this machine" if verdict["status"] == "shown" else "FAILED on this machine"


def _as_text(verdict: dict) -> str:
    return f"{_headline(verdict)}: {verdict['sentence']} ({verdict['evidence']})"


def _as_html(verdict: dict) -> str:
    """Return the verdict with its look inside: JupyterLab has no style sheet of ours.

    A style sheet may hide the words of one that was shown; its sign says the same.
    """
    status = verdict["status"]
    return (
        f'<div class="claim claim-{status.replace(" ", "-")}" style="{GRID}">'
        f'<span aria-hidden="true" style="{SIGN}{SIGNS[status]}">{MARKS[status]}</span>'
        f'<p style="margin:0"><strong>{escape(verdict["sentence"])}</strong></p>'
        f'<p style="margin:0;opacity:.85;font-size:.9em"><span class="claim-word">'
        f"{escape(_headline(verdict))}:</span> {escape(verdict['evidence'])}</p></div>"
    )
