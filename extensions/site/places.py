"""Tell every page where it stands: its breadcrumbs and its one true address."""

from extensions.site.navigation import entry_above


def breadcrumbs(app, docname):
    """Return [(text, page or None) …]: the page's group, what is above it, the page itself."""
    group, entry = entry_above(app, docname)
    if entry is None:
        return []
    name = f"Chapter {int(entry.number)}" if entry.number else entry.name
    if docname == entry.docname:
        return [(group, None), (name, None)]
    lab = entry.labs.get(docname)
    own = app.env.titles[docname].astext() if lab is None else f"Lab: {lab}".removesuffix(": lab")
    return [(group, None), (name, entry.docname), (own, None)]


def on_page(app, pagename, templatename, context, doctree):
    """Hand both to the template."""
    if doctree is not None:
        context["breadcrumbs"] = breadcrumbs(app, pagename)
    if pagename == app.config.root_doc:
        context["pageurl"] = app.config.html_baseurl  # not .../index.html: one page, one address
