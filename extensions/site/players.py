"""Tell pages with an interactive figure where its script is; pages.js loads it when it is near.

The figure stands still until then, as it does for readers without JavaScript.
"""

from extensions.site.bundle import lazy_address

SCRIPTS = ("timeline-player", "pool-explorer")


def on_html_page_context(app, pagename, templatename, context, doctree):
    """Name the script of each element that the page's body holds."""
    used = [name for name in SCRIPTS if f"<{name}" in context.get("body", "")]
    for name in used:
        address = lazy_address(app, context, f"_static/{name}.js")
        context["metatags"] += f'\n<meta name="lazy:{name}" content="{address}">'
