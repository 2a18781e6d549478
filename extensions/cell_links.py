"""Link to the very cell of a lab.

    {cell}`05-completion::unpack`    becomes a link to the cell that makes the claim "unpack",
                                     with the text "lab 05, The loop that cannot work"

A claim is named as in its cell, so that the link stays right when cells come and go.
"""

import re

from docutils import nodes
from executed_labs import executed_path, lab_paths
from lab_cells import all_cells
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

logger = logging.getLogger(__name__)


def cells_of_site(env):
    """Return the code cells of all labs; they are read once for a page, which depends on them.

    An executed lab is new when the lab, the instruments or the interpreter has changed.
    """
    if "lab_cells" not in env.temp_data:
        env.temp_data["lab_cells"] = all_cells(env.srcdir)
        for path in lab_paths(env.srcdir):
            env.note_dependency(str(executed_path(env.srcdir, path.stem)))
    return env.temp_data["lab_cells"]


def link_to(env, cell):
    """Return a link from the page that is being read to a cell, named by lab and heading."""
    uri = env.app.builder.get_relative_uri(env.docname, f"notebooks/{cell.lab}")
    heading = re.sub(r"^\d+\. ", "", cell.heading)
    text = f"lab {cell.lab.partition('-')[0]}, {heading}"
    return nodes.reference("", text, internal=True, refuri=f"{uri}#{cell.anchor}")


class CellRole(SphinxRole):
    """Link to the cell that makes a claim; where there is none, warn and show the bare name."""

    def run(self):
        """Return the link."""
        lab, _, claim = self.text.partition("::")
        for cell in cells_of_site(self.env):
            if cell.lab == lab and claim in cell.claims:
                return [link_to(self.env, cell)], []
        message = f"no cell of a lab makes the claim '{self.text}'"
        logger.warning(message, type="lab", subtype="cell", location=self.get_location())
        return [nodes.Text(claim)], []


def setup(app):
    """Register the role."""
    app.setup_extension("lab_cells")
    app.add_role("cell", CellRole())
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
