"""Find the cell to run first, when a cell lacks a name that another cell of its lab makes."""

import ast
import dis
import json
import re
from collections.abc import Iterator
from pathlib import Path

NOTEBOOKS = Path(__file__).resolve().parent.parent
HEADING = re.compile(r"^#{1,3} (.+)$", re.MULTILINE)
PROGRAM = re.compile(r"%%sandbox\s+(\w+)")


def name_of(error: NameError) -> str:
    """Return the name that was missing, or "" where it is a function's own variable."""
    return "" if isinstance(error, UnboundLocalError) else error.name or ""


def where_made(name: str, ran: list[str], folder: Path = NOTEBOOKS) -> str:
    """Return a sentence about the cell that makes a name, or "" if none does.

    `ran` are the texts of the cells that have run; they tell which of the notebooks in the
    folder it is.
    """
    sections = list(cells_in(notebook_of(ran, folder)))
    for section, source in sections:
        if source.strip() not in ran and name in names_made(source):
            return (
                f"\n`{name}` is made by a cell that has not run yet, in the section “{section}”. "
                "Run that cell first, or all before this one: Run > Run All Above Selected Cell."
            )
    return ""


def notebook_of(ran: list[str], folder: Path) -> Path | None:
    """Return the notebook that has most of the cells that ran; None if none has any."""
    paths = sorted(folder.glob("*.ipynb"))
    shared = {path: sum(text.strip() in ran for _, text in cells_in(path)) for path in paths}
    best = max(paths, key=shared.get, default=None)
    return best if best and shared[best] else None


def cells_in(path: Path | None) -> Iterator[tuple[str, str]]:
    """Yield the section and the text of each cell with code in a notebook."""
    section = ""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"] if path else []
    except (OSError, ValueError, KeyError, TypeError):
        cells = []  # not a notebook, or not a whole one at this moment
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            yield section, source
        elif found := HEADING.findall(source):
            section = found[-1]


def names_made(source: str) -> set[str]:
    """Return the names that a cell binds for the cells after it."""
    if program := PROGRAM.match(source):
        return {program[1]}
    text = re.sub(r"^\s*[%!].*", "", source, flags=re.MULTILINE)
    try:
        code = compile(text, "cell", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except SyntaxError:
        return set()
    return {step.argval for step in dis.get_instructions(code) if step.opname == "STORE_NAME"}
