"""Offer every lab as a plain script too: 03-map.py, beside 03-map.ipynb and its page.

The script runs on its own in a folder that has `lab/`: text becomes comments, and everything
stands under `if __name__ == "__main__"`, so that worker processes can import it.
"""

import textwrap
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util import logging

from extensions.labs.files import write_if_changed
from extensions.labs.plain_python import indent, plain_python, shown, waits_at_top
from extensions.labs.store import lab_paths, read_lab

logger = logging.getLogger(__name__)

TEXT_WIDTH = 92  # characters
STEP = 4  # blanks
HEAD = '''\
"""Lab {name} as a script. Save it in the folder notebooks/, beside lab/, and run it from there:

    cd notebooks && python {name}.py
"""

import asyncio

import IPython.display


def show(value, *more, **details):
    """Print what a notebook would show: of a figure or a claim its text, of a value itself."""
    if isinstance(value, dict) and details.get("raw"):
        value = value.get("text/plain")
    if value is not None:
        print(value, *more)


if __name__ == "__main__":
    IPython.display.display = show
'''


def as_comment(text: str) -> str:
    """Return a cell's text as a comment, with its long lines folded."""
    lines = []
    for line in text.splitlines():
        whole = len(line) <= TEXT_WIDTH or line.startswith((" ", "|"))  # code, a table
        lines += [line] if whole else textwrap.wrap(line, TEXT_WIDTH, break_long_words=False)
    return "\n".join(f"# {line}".rstrip() for line in lines)


def as_script(name: str, cells: list[tuple[str, str]]) -> str:
    """Return the text of the script made from the (kind, source) pairs of a notebook.

    Where a cell says `await`, as a notebook allows, all of them stand in one coroutine.
    """
    parts = [shown(plain_python(c)) if kind == "code" else as_comment(c) for kind, c in cells]
    asynchronous = any(waits_at_top(part) for part in parts)
    blanks = STEP * (2 if asynchronous else 1)
    parts = [indent(part, blanks) for part in parts if part.strip()]
    if asynchronous:
        before = indent("async def main():\n    pass", STEP)
        parts = [before, *parts, indent("asyncio.run(main())", STEP)]
    return "\n\n".join([HEAD.format(name=name).rstrip(), *parts]) + "\n"


def read_cells(path: Path) -> list[tuple[str, str]]:
    """Return the (kind, source) pairs of a notebook's cells."""
    return [(cell["cell_type"], "".join(cell["source"])) for cell in read_lab(path)["cells"]]


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Put the notebook and the script of each lab beside its page."""
    folder = Path(app.outdir, "notebooks")
    for path in lab_paths(app.srcdir):
        write_if_changed(folder / path.name, path.read_bytes())
        try:
            script = as_script(path.stem, read_cells(path))
        except (SyntaxError, ValueError) as problem:
            logger.warning(f"lab {path.stem}: no script could be made of it: {problem}")
        else:
            write_if_changed(folder / f"{path.stem}.py", script)
