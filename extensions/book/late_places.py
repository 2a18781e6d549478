"""Leave a place on a page empty until the page is written; only then have all pages been read.

A directive returns `place(fill=…)`. What it fills the place with is a function of a module, or a
`partial` of one, so that it can be pickled with the page; called with the environment, it returns
a node. The links in it are resolved with those of the page.
"""

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform


class place(nodes.General, nodes.Element):
    """A place that is still empty."""


class FillPlaces(SphinxPostTransform):
    """Put into each place what belongs there."""

    default_priority = 5  # before links are resolved (10)

    def run(self, **kwargs):
        for empty in list(self.document.findall(place)):
            empty.replace_self(empty["fill"](self.env))
