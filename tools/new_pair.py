"""Make the files of a new chapter and its lab, for `make new NAME=15-queues`.

They are small, and green as they are: change them a piece at a time. It needs no package.
"""

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = Path(__file__).with_name("pair")
NOTEBOOK = {
    "metadata": {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    },
    "nbformat": 4,
    "nbformat_minor": 5,
}


def filled(template: str, name: str) -> str:
    """Return a template's text for a pair such as 15-queues."""
    number, _, title = name.partition("-")
    title = title.replace("-", " ").capitalize()
    anchor = f"lab-{number}-{title.lower().replace(' ', '-')}"
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    return text.format(name=name, number=number, title=title, anchor=anchor)


def notebook(text: str) -> str:
    """Return a notebook of cells, each of which begins with `%% kind tag`."""
    cells = []
    for number, part in enumerate(re.split(r"^%% ", text, flags=re.MULTILINE)[1:], 1):
        head, _, source = part.partition("\n")
        kind, *tags = head.split()
        metadata = {"tags": tags} if tags else {}
        if {"apparatus", "check"} & set(tags):
            metadata = {"jupyter": {"source_hidden": True}, **metadata}
        cell = {"cell_type": kind, "id": f"cell-{number}", "metadata": metadata}
        if kind == "code":
            cell |= {"execution_count": None, "outputs": []}
        cells.append(cell | {"source": source.strip("\n").splitlines(keepends=True)})
    cells.insert(1, alone())
    ordered = [dict(sorted(cell.items())) for cell in cells]
    return json.dumps({"cells": ordered, **NOTEBOOK}, indent=1, ensure_ascii=False) + "\n"


def alone() -> dict:
    """Return the cell, the same in each lab, for a notebook with nothing of ours beside it."""
    source = (TEMPLATES / "alone.py").read_text(encoding="utf-8").rstrip("\n")
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": "alone",
        "metadata": {"jupyter": {"source_hidden": True}, "tags": ["apparatus", "remove-cell"]},
        "outputs": [],
        "source": source.splitlines(keepends=True),
    }


def make(root: Path, name: str) -> list[Path]:
    """Write the files below `root`, and return them; raise ValueError where that cannot be."""
    if not re.fullmatch(r"\d\d-[a-z]+(-[a-z]+)*", name):
        raise ValueError(f"{name!r} is no name of a pair: two digits, a dash, small letters")
    files = {
        root / "chapters" / f"{name}.md": filled("chapter.md", name),
        root / "notebooks" / f"{name}.ipynb": notebook(filled("lab.txt", name)),
        root / "notebooks" / "answers" / f"{name}.md": filled("answers.md", name),
        root / "notebooks" / "counterexamples" / f"{name}.md": filled("counterexamples.md", name),
        root / "chapters" / "workshop" / "notes" / f"{name}.md": filled("notes.md", name),
    }
    if taken := [path.name for path in files if path.exists()]:
        raise ValueError(f"{taken[0]} is there already: choose another name")
    for path, text in files.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    schedules = root / "chapters" / "workshop" / "schedules.md"
    line = f"- {{doc}}`{name} </notebooks/{name}>`, with {{doc}}`its notes <notes/{name}>`\n"
    before, mark, after = schedules.read_text(encoding="utf-8").partition("\n## Before you begin")
    schedules.write_text(f"{before}{line}{mark}{after}", encoding="utf-8", newline="\n")
    return [*files, schedules]


if __name__ == "__main__":
    try:
        print("\n".join(map(str, make(ROOT, sys.argv[1]))))
    except ValueError as problem:
        sys.exit(f"{problem}. Say, for instance: make new NAME=15-queues")
