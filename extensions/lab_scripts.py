"""Offer every lab as a plain script too: 03-map.py, beside 03-map.ipynb and its page.

The script runs on its own in a folder that has `lab/`: text becomes comments, and everything
stands under `if __name__ == "__main__"`, so that worker processes can import it.
"""

import ast
import io
import json
import textwrap
import tokenize
from pathlib import Path

from executed_labs import lab_paths

INDENT = "    "
TEXT_WIDTH = 92  # characters
HEAD = '''\
"""Lab {name} as a script. Save it in the folder notebooks/, beside lab/, and run it from there:

    cd notebooks && python {name}.py
"""

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


def lines_inside_strings(code):
    """Return the numbers of the lines that begin inside of a string: their blanks count."""
    inside = set()
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if "STRING" in tokenize.tok_name[token.type]:
            inside.update(range(token.start[0] + 1, token.end[0] + 1))
    return inside


def indented(code):
    """Return code moved one step to the right, with its strings as they are."""
    inside = lines_inside_strings(code)
    lines = enumerate(code.splitlines(), 1)
    return "\n".join(INDENT + text if text and n not in inside else text for n, text in lines)


def shown(code):
    """Return a cell's code that prints its last expression, as a notebook shows it."""
    last = ast.parse(code).body[-1:]
    if not last or not isinstance(last[0], ast.Expr) or isinstance(last[0].value, ast.Call):
        return code  # nothing to show, or a call, which nearly always shows by itself
    lines = code.splitlines()
    start, end = last[0].lineno - 1, last[0].end_lineno
    return "\n".join([*lines[:start], f"show({chr(10).join(lines[start:end])})", *lines[end:]])


def as_comment(text):
    """Return a cell's text as a comment, with its long lines folded."""
    lines = []
    for line in text.splitlines():
        whole = len(line) <= TEXT_WIDTH or line.startswith((" ", "|"))  # code, a table
        lines += [line] if whole else textwrap.wrap(line, TEXT_WIDTH, break_long_words=False)
    return "\n".join(f"{INDENT}# {line}".rstrip() for line in lines)


def as_script(name, cells):
    """Return the text of the script made from the (kind, source) pairs of a notebook."""
    parts = [HEAD.format(name=name)]
    for kind, source in cells:
        if kind != "code":
            parts.append(as_comment(source))
        elif source.strip():
            parts.append(indented(shown(source)))
    return "\n\n".join(part.rstrip() for part in parts) + "\n"


def read_cells(path):
    """Return the (kind, source) pairs of a notebook's cells."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return [(cell["cell_type"], "".join(cell["source"])) for cell in notebook["cells"]]


def on_build_finished(app, exception):
    """Put the notebook and the script of each lab beside its page."""
    if exception is not None or app.builder.format != "html":
        return
    folder = Path(app.outdir, "notebooks")
    for path in lab_paths(app.srcdir):
        folder.joinpath(path.name).write_bytes(path.read_bytes())
        script = as_script(path.stem, read_cells(path))
        folder.joinpath(f"{path.stem}.py").write_text(script, encoding="utf-8", newline="\n")


def setup(app):
    """Connect to the end of the build."""
    app.connect("build-finished", on_build_finished)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
