"""Tell pages with an interactive figure where its script is; pages.js loads it when it is near.

The figure stands still until then, as it does for readers without JavaScript.
"""

SCRIPTS = ("timeline-player", "pool-explorer")


def on_html_page_context(app, pagename, templatename, context, doctree):
    """Name the script of each element that the page's body holds."""
    used = [name for name in SCRIPTS if f"<{name}" in context.get("body", "")]
    for name in used:
        # The hash comes from `stamp_assets`.
        address = context["pathto"](f"_static/{name}.js?v=0", resource=True)
        context["metatags"] += f'\n<meta name="wake:{name}" content="{address}">'
