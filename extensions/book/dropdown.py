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
        opening = f"<details><summary>{escape(self.arguments[0])}</summary>"
        return [
            nodes.raw("", opening, format="html"),
            *self.parse_content_to_nodes(),
            nodes.raw("", "</details>", format="html"),
        ]
