"""Show the rows of the reference page: what a person has written, and what the code says.

    :::{api} concurrent.futures.Executor.map
    :since: 3.2
    :raises: what the first failed call raised, when its turn comes
    Call a function with each item of the input.
    :::

The signature comes from the running interpreter, the cells that run the name from the labs'
own code, and the link to Python's documentation from the vendored inventory.
"""

import platform
import re
from types import MappingProxyType

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from extensions.names.cell_role import cells_of_site, link_to
from extensions.names.inventory import CALLABLE, documented, kind_of
from extensions.names.surface import is_here, signature_of, split

PAGE = "chapters/reference"
MOST_CELLS = 3


def cells_that_run(row, options, cells):
    """Return the cells that call a function, or use a name; the most telling ones come first.

    `options` are those of the row. A function that is given to a call counts as called. Cells
    under a heading that has the name tell most, and those of exercises least.
    """
    hows = ("call",) if _must_be_called(row) else ("call", "name")
    names = {row, *options.get("also", "").split()}
    found = [c for c in cells if any(u.name in names and u.how in hows for u in c.uses)]
    bare = split(row)[1] or row.rpartition(".")[2]
    return sorted(found, key=lambda c: (c.is_exercise, bare not in re.findall(r"\w+", c.heading)))


def _must_be_called(row):
    name, parameter = split(row)
    return parameter is not None or kind_of(name) in CALLABLE


def best_cells(cells, wanted_lab=None):
    """Return one cell of each lab, the wanted lab's first, and not too many."""
    first = {}
    for cell in cells:
        first.setdefault(cell.lab, cell)
    return sorted(first.values(), key=lambda cell: cell.lab != wanted_lab)[:MOST_CELLS]


class Api(SphinxDirective):
    """Show one row."""

    required_arguments = 1
    has_content = True
    option_spec = MappingProxyType(
        {
            "since": directives.unchanged_required,
            "raises": directives.unchanged_required,
            "written": directives.unchanged_required,  # instead of the signature
            "also": directives.unchanged_required,  # another name of the same object
            "lab": directives.unchanged_required,  # the lab that teaches it
        }
    )

    def run(self):
        """Return a list with the row's term and its explanation."""
        row = self.arguments[0]
        parameter = split(row)[1]
        term = nodes.term("", "", nodes.literal("", self.options.get("written", signature_of(row))))
        term["ids"].append(nodes.make_id(row))
        term += nodes.inline("", f" since {self.options['since']}", classes=["api-since"])
        explained = nodes.definition("", *self.parse_content_to_nodes())
        if "raises" in self.options:
            text, _ = self.parse_inline(f"Raises {self.options['raises']}.")
            explained += nodes.paragraph("", "", *text)
        if not is_here(row):
            explained += nodes.paragraph("", self._absence())
        explained += nodes.paragraph("", "", *self._links(row), classes=["api-links"])
        kind = "api-parameter" if parameter else "api-name"
        item = nodes.definition_list_item("", term, explained)
        return [nodes.definition_list("", item, classes=["api", kind])]

    def _absence(self):
        since = self.options["since"]
        version = platform.python_version()
        return f"New in {since}: the Python {version} that made this page does not have it."

    def _links(self, row):
        """Return links to the cells that run the name, and to Python's documentation."""
        found = cells_that_run(row, self.options, cells_of_site(self.env))
        best = best_cells(found, self.options.get("lab"))
        links = [link_to(self.env, cell) for cell in best]
        parts = [nodes.Text("Run in " if links else "No lab runs it yet. ")]
        for number, link in enumerate(links):
            parts += [nodes.Text("; "), link] if number else [link]
        if links:
            parts.append(nodes.Text(" " if links[-1].astext().endswith("?") else ". "))
        return [*parts, self._official(row), nodes.Text(".")]

    def _official(self, row):
        """Return the link to the page of Python's documentation."""
        name = split(row)[0]
        while name not in documented():
            name = name.rpartition(".")[0]
        node = addnodes.pending_xref("", nodes.inline("", "Python’s documentation"))
        return _attributes(node, refdomain="py", reftype="obj", reftarget=name, refexplicit=True)


def _attributes(node, **attributes):
    node.attributes.update(attributes)
    return node


def on_env_get_outdated(app, env, added, changed, removed):
    """Read the page again when a lab has come or gone."""
    return [PAGE] if PAGE in env.found_docs and (added or removed) else []
