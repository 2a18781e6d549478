"""Fold what is not a lab's subject: cells tagged "apparatus", and the checks of exercises.

JupyterLab folds the same cells, because their metadata says `source_hidden`.
"""

import re

from docutils import nodes
from sphinx.application import Sphinx

from extensions.book.dropdown import fold

# The first that a cell holds says what it is for.
PURPOSES = {
    r"\bclaim\(": "How this is checked",
    r"\bcheck\(": "What checks your answer",
    r"\b(svg|player|scheduler)\.": "How this is drawn",
    r"": "What the pages take from this",
}


def on_doctree_read(app: Sphinx, doctree: nodes.document) -> None:
    """Put the source of each such cell behind its purpose and its length."""
    for cell in doctree.findall(is_apparatus):
        for source in cell.findall(is_source):
            text = source.astext()
            purpose = next(told for pattern, told in PURPOSES.items() if re.search(pattern, text))
            lines = len(text.splitlines())
            summary = f"{purpose}, {lines} {'line' if lines == 1 else 'lines'}"
            opening, closing = fold(summary, ' class="apparatus"')
            source.children = [opening, *source.children, closing]


def is_apparatus(node: nodes.Node) -> bool:
    classes = set(node.get("classes", ())) if isinstance(node, nodes.container) else set()
    return "cell" in classes and bool(classes & {"tag_apparatus", "tag_check"})


def is_source(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and "cell_input" in node["classes"]
