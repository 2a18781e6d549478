"""Make 404.html, the page that a web server shows for an address that does not exist."""

from urllib.parse import urlsplit

from sphinx import addnodes


def contents(app):
    """Return [(caption, [(address, title) …]) …] for all tables of contents."""
    return [
        (
            toctree.get("caption") or "Pages",
            [(app.builder.get_target_uri(n), app.env.titles[n].astext()) for n in docnames],
        )
        for toctree in app.env.master_doctree.findall(addnodes.toctree)
        if (docnames := toctree["includefiles"])
    ]


def on_collect_pages(app):
    """Hand the page over to Sphinx, as it asks for pages that have no source."""
    options = app.config.html_theme_options
    context = {
        "site_root": urlsplit(app.config.html_baseurl).path or "/",
        "contents": contents(app),
        "light": options["light_css_variables"],
        "dark": options["dark_css_variables"],
    }
    yield "404", context, "404.html"
