"""Know Python's names in prose and in the labs' code: link them, index them, list their cells."""

import sys

from docutils import nodes

from extensions.names import api_rows, cell_role, cells, index_entries, link_code


def setup(app):
    app.add_role("cell", cell_role.CellRole())  # leads to the cell that makes a claim
    app.add_directive("api", api_rows.Api)  # a row of the reference page
    app.add_transform(index_entries.IndexNames)
    handlers = (link_code.visit_literal_block, link_code.depart_literal_block)
    app.add_node(nodes.literal_block, override=True, html=handlers)  # links inside of code
    app.connect("env-get-outdated", api_rows.on_env_get_outdated)
    app.connect("env-before-read-docs", cell_role.on_env_before_read_docs)  # read the cells
    app.connect("doctree-read", cells.on_doctree_read)  # an anchor for each cell
    app.connect("doctree-read", link_code.on_doctree_read, priority=600)  # after all is there
    app.connect("html-page-context", index_entries.on_page)  # titles for the index
    return {"version": sys.version, "parallel_read_safe": True, "parallel_write_safe": True}
