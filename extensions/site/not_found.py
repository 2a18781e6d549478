"""Make 404.html, the page that a web server shows for an address that does not exist."""

from urllib.parse import urlsplit

from extensions.site.navigation import groups_of


def contents(app):
    """Return [(group, [(address, name) …]) …] of the navigation."""
    return [
        (group, [(app.builder.get_target_uri(e.docname), e.numbered_name) for e in entries])
        for group, entries in groups_of(app).items()
        if entries
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
