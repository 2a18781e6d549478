"""Tell what is wrong with a notebook before it runs, and prepare an executed one for its page.

What MyST-NB would drop in silence, or load a script from elsewhere for, becomes something plain.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from extensions.labs.store import files_used

SHOWN = ("text/html", "text/plain", "image/", "text/markdown", "text/javascript")
STILL = re.compile(r"<!--still-->.*?<!--/still-->", re.DOTALL)
GLUED = "scrapbook"  # the metadata of what a lab hands to its chapter


def why_unfit(path: Path) -> str | None:
    """Return what keeps a file from being run as a lab, and what to do; None for a good one."""
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        version, cells = notebook.get("nbformat"), notebook.get("cells", [])
        kernel = notebook.get("metadata", {}).get("kernelspec", {})
    except (ValueError, AttributeError) as problem:
        return f"this is not a notebook ({problem}): take it from git again"
    if version != 4:
        return f"its format is {version}, not 4: open it in JupyterLab and save it"
    if kernel.get("language", "python") != "python":
        return f"it is for a kernel of {kernel['language']}: only Python can be run here"
    if not cells:
        return "it has no cells: write some, or delete it"
    if not "".join(cells[0].get("source", "")).lstrip().startswith("# "):
        return 'it has no title: begin its first cell with "# " and the title'
    return None


def stub(name: str) -> NotebookNode:
    """Return a notebook with nothing but a title, for the page of one that cannot be run."""
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(f"# {name}")])


def why_not_alone(path: Path) -> str | None:
    """Return what to write into a lab that measures but does not ask for a machine of its own."""
    text = path.read_text(encoding="utf-8")
    measures = path.parent / "lab" / "measure.py" in files_used(text, path.parent)
    if measures and not json.loads(text)["metadata"].get("lab", {}).get("alone"):
        return 'it measures, so its metadata should say {"lab": {"alone": true}}'
    return None


def figures_without_words(notebook: NotebookNode) -> Iterator[str]:
    """Yield the id of each cell that shows a picture of which no text says what is in it."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            kinds = output.get("data", {})
            if any(k.startswith("image/") for k in kinds) and GLUED not in output.metadata:
                yield cell.get("id", "?")


def prepare(notebook: NotebookNode) -> None:
    """Show attached pictures and raw cells; keep only those kinds of output that pages show."""
    for cell in notebook.cells:
        for name, kinds in cell.pop("attachments", {}).items():
            for kind, data in kinds.items():
                picture = f"data:{kind};base64,{data}"
                cell["source"] = cell["source"].replace(f"attachment:{name}", picture)
        if cell["cell_type"] == "raw":
            cell["cell_type"], cell["source"] = "markdown", f"```text\n{cell['source']}\n```"
        for output in cell.get("outputs", ()):
            if GLUED not in output.get("metadata", {}) and "text/plain" in output.get("data", {}):
                kept = {k: v for k, v in output["data"].items() if k.startswith(SHOWN)}
                output["data"] = NotebookNode(kept)
            keep_live(output.get("data", {}))


def keep_live(data: dict) -> None:
    """Take out of a figure's data what is for places that do not trust HTML: a page does."""
    if "<!--still-->" in (html := data.get("text/html", "")):
        data["text/html"] = STILL.sub("", html)
        data.pop("image/png", None)
