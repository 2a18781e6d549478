"""Fill Sphinx's index with Python's own names: each with the pages and sections that speak of it.

A page that refers to a name in its text, with a role such as `py:class`, is in the index by that
alone. The index itself is made by Sphinx, shown by `_templates/genindex.html`.
"""

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform


def names_on(section):
    """Return the full names that a section refers to, its inner sections left out."""
    for node in section.findall(addnodes.pending_xref):
        if node.get("refdomain") == "py" and _section_of(node) is section:
            yield node["reftarget"].lstrip("~.")


def _section_of(node):
    """Return the innermost section that a node stands in, or None."""
    while node is not None and not isinstance(node, nodes.section):
        node = node.parent
    return node


class IndexNames(SphinxTransform):
    """Add an index entry for every name in every section, before Sphinx collects them (at 850)."""

    default_priority = 800

    def apply(self, **kwargs):
        for section in list(self.document.findall(nodes.section)):
            names = sorted(set(names_on(section)))
            if names:
                place = section["ids"][0]
                entries = [("single", name, place, "", None) for name in names]
                section.insert(1, addnodes.index(entries=entries))


def on_page(app, pagename, templatename, context, doctree):
    """Tell the index what the pages are called that its addresses lead to."""
    if pagename == "genindex":
        titles = {app.builder.get_target_uri(n): t.astext() for n, t in app.env.titles.items()}
        context["title_of"] = lambda address: titles.get(address.partition("#")[0], address)
