"""Fold a part of a page away under its title, as a plain <details>: it needs no script or style.

:::{dropdown} Reveal
What is seen on a click.
:::
"""

from html import escape

from docutils import nodes
from sphinx.util.docutils import SphinxDirective


class Dropdown(SphinxDirective):
    """Show a fold."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the content between the two tags; what is no HTML shows the content alone."""
        opening, closing = fold(self.arguments[0])
        return [opening, *self.parse_content_to_nodes(), closing]


def fold(summary: str, attributes: str = "") -> tuple[nodes.raw, nodes.raw]:
    """Return what opens and what closes a fold; other builders than HTML ignore both."""
    opening = f"<details{attributes}><summary>{escape(summary)}</summary>"
    return nodes.raw("", opening, format="html"), nodes.raw("", "</details>", format="html")
