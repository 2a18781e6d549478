"""Gather the key points of all chapters on one page, so that nobody types them twice.

    ```{key-points}
    ```

shows, in the order of the chapters, each one's title and what stands in its "Key points" box.
"""

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from extensions.book.late_places import place
from extensions.book.pair_lines import link_to

TITLE = "Key points"
FOLDER = "chapters/"


class KeyPoints(SphinxDirective):
    """Show the key points."""

    def run(self):
        """Return their place; the page is remembered, to be written when key points change."""
        self.env.metadata[self.env.docname]["gathers_key_points"] = True
        return [place(fill=gathered)]


def chapters(env):
    """Return the names of the numbered chapters, in their order."""
    return sorted(name for name in env.found_docs if name.removeprefix(FOLDER)[:2].isdigit())


def key_points_of(doctree):
    """Return the content of a chapter's box, or [] for a chapter without one."""
    for box in doctree.findall(nodes.Admonition):
        if box.children and box[0].astext() == TITLE:
            return [child.deepcopy() for child in box.children[1:]]
    return []


def heading(env, docname):
    """Return a chapter's title as a second-level heading that leads to the chapter."""
    link = link_to(docname, env.titles[docname].astext())
    return nodes.rubric("", "", link, **{"heading-level": 2})


def gathered(env):
    """Return the key points of all chapters, each below its chapter's title."""
    found = nodes.container(classes=["key-points"])
    for docname in chapters(env):
        if points := key_points_of(env.get_doctree(docname)):
            found += nodes.container("", heading(env, docname), *points)
    return found


def on_doctree_read(app, doctree):
    """Note what the page's key points are, to tell whether they change."""
    points = [point.pformat() for point in key_points_of(doctree)]
    app.env.metadata[app.env.docname]["key_points"] = points


def on_env_updated(app, env):
    """Return the gathering pages, so that they are written, unless they would be as before."""
    names = chapters(env)
    shown = [(n, env.titles[n].astext(), env.metadata[n]["key_points"]) for n in names]
    if shown == getattr(env, "gathered_key_points", None):
        return []
    env.gathered_key_points = shown
    return [name for name, data in env.metadata.items() if "gathers_key_points" in data]
