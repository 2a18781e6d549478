"""Say below the title of a lab's exercise when a room does it: the instructor's notes know.

    14. **8 min** [Exercise 1: sizes by address](…)    in the notes makes it "In the room · 8 min";

an exercise that is no step of the notes is "For later".
"""

import re
from pathlib import Path

from docutils import nodes

from extensions.book.pair_lines import LABS, NOTES

_TITLE = re.compile(r"Exercise (\d+)\b")
_STEP = re.compile(r"\*\*(\d+) min\*\*[^\n]*?\[Exercise (\d+)\b")


def minutes_by_exercise(notes: str) -> dict[str, str]:
    """Return {number of an exercise: minutes of its step}."""
    return {number: minutes for minutes, number in _STEP.findall(notes)}


def on_doctree_read(app, doctree):
    """Add the line to each exercise of a lab that has notes."""
    folder, _, name = app.env.docname.rpartition("/")
    if folder != LABS or f"{NOTES}/{name}" not in app.env.found_docs:
        return
    path = app.env.doc2path(f"{NOTES}/{name}")
    app.env.note_dependency(path)
    minutes = minutes_by_exercise(Path(path).read_text("utf-8"))
    for section in list(doctree.findall(nodes.section)):
        if found := _TITLE.match(section[0].astext()):
            known = minutes.get(found[1])
            told = f"In the room · {known} min" if known else "For later"
            section.insert(1, nodes.paragraph("", told, classes=["exercise-when"]))
            section["classes"].append("exercise")
