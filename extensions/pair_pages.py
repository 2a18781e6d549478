"""Link every chapter with the lab of the same name, and say where its numbers come from.

Both follow from the file's name alone, so that a new pair needs no wiring.
"""

from docutils import nodes
from executed_labs import executed_path
from lab_results import read_results
from sphinx import addnodes

PARTNER = {"chapters": "notebooks", "notebooks": "chapters"}


def link_to(docname, text):
    """Return a link to another page."""
    return addnodes.pending_xref(
        "",
        nodes.inline("", text),
        refdomain="std",
        reftype="doc",
        reftarget=f"/{docname}",
        refexplicit=True,
    )


def links_of(docname, found_docs):
    """Return the nodes of the line above a page, or [] for a page that needs none."""
    folder, _, name = docname.rpartition("/")
    partner = f"{PARTNER[folder]}/{name}"
    number = name.partition("-")[0]
    if folder == "chapters":
        if partner not in found_docs:
            return []
        return [nodes.Text("Run it yourself: "), link_to(partner, f"lab {number}")]
    line = [nodes.Text("This page is a lab: ")]
    line.append(
        addnodes.download_reference(
            "", "", nodes.Text("download the notebook"), reftarget=f"{name}.ipynb"
        )
    )
    if partner in found_docs:
        chapter = link_to(partner, f"chapter {number}")
        line += [nodes.Text(" · "), chapter, nodes.Text(" explains it")]
    return line


def on_doctree_read(app, doctree):
    """Add the line above the page and the line below it."""
    docname = app.env.docname
    folder, _, name = docname.rpartition("/")
    section = doctree.next_node(nodes.section)
    if folder not in PARTNER or section is None:
        return
    links = links_of(docname, app.env.found_docs)
    if links:
        section.insert(1, nodes.paragraph("", "", *links, classes=["lab-links"]))
    path = executed_path(app.srcdir, name)
    if not path.exists():  # to depend on what is not there is to be read again each time
        return
    app.env.note_dependency(str(path))
    provenance = read_results(path).provenance
    if provenance:
        section += nodes.paragraph("", provenance, classes=["provenance"])


def setup(app):
    """Connect before Sphinx collects the files to be downloaded (which it does at 500)."""
    app.connect("doctree-read", on_doctree_read, priority=400)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
