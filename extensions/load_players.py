"""Load the scripts of the interactive figures on those pages that show one, and on no other."""

SCRIPTS = ("timeline-player", "pool-explorer")


def on_html_page_context(app, pagename, templatename, context, doctree):
    """Add the script and the style of each element that the page's body holds."""
    used = [name for name in SCRIPTS if f"<{name}" in context.get("body", "")]
    for name in used:
        app.add_js_file(f"{name}.js", loading_method="defer")
    if used:
        app.add_css_file("player.css")


def setup(app):
    """Connect to the making of each page."""
    app.connect("html-page-context", on_html_page_context)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
