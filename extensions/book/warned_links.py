"""Lead from a warning below a player to the chapter that explains it.

A lab knows the chapter's name alone: its figure may be shown where there is no such page.
"""

import re

from docutils import nodes
from sphinx.application import Sphinx

_CHAPTER = re.compile(r"<cite>chapter ((\d+)-[\w-]+)</cite>")


def on_doctree_read(app: Sphinx, doctree: nodes.document) -> None:
    """Make links of the names, seen from the page where the figure stands."""
    up = "../" * app.env.docname.count("/")
    for figure in doctree.findall(nodes.raw):
        if "lab-warnings" in figure.astext():
            figure.children = [nodes.Text(_CHAPTER.sub(lambda n: link(up, n), figure.astext()))]


def link(up: str, named: re.Match) -> str:
    address = f"{up}chapters/{named[1]}.html"
    return f'<a class="reference internal" href="{address}">chapter {int(named[2])}</a>'
