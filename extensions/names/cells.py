"""Give every code cell of a lab an anchor, and know what each cell uses.

A cell's anchor is its own stable id: notebooks/04-submit.html#cell-6298beae.
"""

import ast
import functools
from pathlib import Path
from typing import NamedTuple

from docutils import nodes

from extensions.labs.store import lab_paths, read_lab
from extensions.names.reader import NameReader


class Cell(NamedTuple):
    """One code cell: where it stands, whether in an exercise, what it uses and what it claims."""

    lab: str
    id: str
    heading: str
    is_exercise: bool
    uses: tuple
    claims: tuple

    @property
    def anchor(self):
        """Return the name that a link to this cell ends with."""
        return anchor_of(self.id)


def anchor_of(cell_id):
    return f"cell-{cell_id}"


def all_cells(source_folder):
    """Return the code cells of all labs, in the labs' order."""
    return [cell for path in lab_paths(source_folder) for cell in cells_of(path)]


def cells_of(path):
    """Return the code cells of one notebook; none when it is no notebook."""
    reader, heading, found = NameReader(), "", []
    for cell in read_lab(path)["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            heading = _last_heading(source) or heading
        elif cell["cell_type"] == "code":
            tags = set(cell["metadata"].get("tags", ()))
            if "remove-cell" in tags:  # it is on no page
                continue
            is_exercise = bool({"exercise", "check"} & tags)
            uses, claims = tuple(reader.read(source)), tuple(claims_in(source))
            cell_id = cell.get("id", "")
            found.append(Cell(path.stem, cell_id, heading, is_exercise, uses, claims))
    return found


def claims_in(source):
    """Yield the names of the claims that a cell makes, by `claim` or a helper `claim_…`."""
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a cell that is not plain Python
        return
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=func), args=[ast.Constant(value=str(name)), *_]):
                if func.startswith("claim"):
                    yield name


def _last_heading(markdown):
    in_code, heading = False, ""
    for line in markdown.splitlines():
        in_code ^= line.startswith("```")
        if line.startswith("#") and not in_code:
            heading = line.strip("# ").replace("`", "")
    return heading


@functools.lru_cache(maxsize=4)
def _ids(path, changed_ns):
    return [cell.get("id") for cell in read_lab(path)["cells"]]


def on_doctree_read(app, doctree):
    """Put the anchors on a lab's cells."""
    path = Path(app.env.doc2path(app.env.docname))
    if path.suffix != ".ipynb":
        return
    for node in doctree.findall(nodes.container):
        if node.get("nb_element") == "cell_code":
            cell_id = _ids(path, path.stat().st_mtime_ns)[node["cell_index"]]
            if cell_id:
                node["ids"].append(anchor_of(cell_id))
