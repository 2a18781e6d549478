"""Tell every page where it stands: its breadcrumbs and its one true address."""

from sphinx import addnodes


def topmost(env, docname):
    """Return the page itself or the page above it that the front page lists."""
    above = {page: parent for parent, pages in env.toctree_includes.items() for page in pages}
    while above.get(docname, env.config.root_doc) != env.config.root_doc:
        docname = above[docname]
    return docname


def breadcrumbs(app, docname):
    """Return the names on the way from the front page to a page's topmost page, both left out.

    They are the captions of the tables of contents, so that a new one needs no wiring. The pages
    further down the way are what Sphinx calls the page's parents.
    """
    docname = topmost(app.env, docname)
    for toctree in app.env.master_doctree.findall(addnodes.toctree):
        if docname in toctree["includefiles"]:
            return [toctree["caption"]] if toctree.get("caption") else []
    return []


def on_page(app, pagename, templatename, context, doctree):
    """Hand both to the template."""
    if doctree is not None:
        context["breadcrumbs"] = breadcrumbs(app, pagename)
    if pagename == app.config.root_doc:
        context["pageurl"] = app.config.html_baseurl  # not .../index.html: one page, one address
