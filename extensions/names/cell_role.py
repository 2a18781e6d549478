"""Link to the very cell of a lab.

    {cell}`05-completion::unpack`    becomes a link to the cell that makes the claim "unpack",
                                     with the text "lab 05, The loop that cannot work"
    {cell}`it raises <05-completion::unpack>`    is the same with the text "it raises"

A claim is named as in its cell, so that the link stays right when cells come and go.
"""

import re

from docutils import nodes
from sphinx.errors import NoUri
from sphinx.util import logging
from sphinx.util.docutils import ReferenceRole

from extensions.labs.store import executed_path, lab_paths
from extensions.names.cells import anchor_of, cells_of

logger = logging.getLogger(__name__)


def on_env_before_read_docs(app, env, docnames):
    """Read the cells of the labs that have changed, once for all pages and processes."""
    before, env.lab_cells = getattr(env, "lab_cells", {}), {}
    for path in lab_paths(env.srcdir):
        changed_ns = path.stat().st_mtime_ns
        known = before.get(path.stem)
        is_known = known and known[0] == changed_ns
        env.lab_cells[path.stem] = known if is_known else (changed_ns, cells_of(path))


def cells_of_site(env, labs=None):
    """Return the code cells of all or some labs; the page being read comes to depend on those.

    An executed lab is new when the lab, the instruments or the interpreter has changed.
    """
    names = [name for name in env.lab_cells if labs is None or name in labs]
    for name in names:
        env.note_dependency(str(executed_path(env.srcdir, name)))
    return [cell for name in names for cell in env.lab_cells[name][1]]


def link_to(env, cell, text=None):
    """Return a link from the page that is being read to a cell, named by lab and heading."""
    if text is None:
        heading = re.sub(r"^(\d+\.|Lab \d+:) ", "", cell.heading)
        text = f"lab {cell.lab.partition('-')[0]}, {heading}"
    address = address_of(env, cell.lab, cell.id)
    if address is None:
        return nodes.inline("", text)
    return nodes.reference("", text, internal=True, refuri=address)


def address_of(env, lab, cell_id):
    """Return the address of a cell for the page that is being read; None if there can be none."""
    try:
        uri = env.app.builder.get_relative_uri(env.docname, f"notebooks/{lab}")
    except NoUri:  # a builder without addresses, such as for paper
        return None
    return f"{uri}#{anchor_of(cell_id)}" if cell_id else None


class CellRole(ReferenceRole):
    """Link to the cell that makes a claim; where there is none, warn and show its text."""

    def run(self):
        lab, _, claim = self.target.partition("::")
        text = self.title if self.has_explicit_title else None
        for cell in cells_of_site(self.env, [lab]):
            if claim in cell.claims:
                return [link_to(self.env, cell, text)], []
        message = f"no cell of a lab makes the claim '{self.target}'"
        logger.warning(message, type="lab", subtype="cell", location=self.get_location())
        return [nodes.Text(self.title)], []
