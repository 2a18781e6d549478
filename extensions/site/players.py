"""Tell pages with an interactive figure where its script is; pages.js loads it when it is near.

The figure stands still until then, as it does for readers without JavaScript.
"""

from extensions.site.bundle import lazy_address

SCRIPTS = {
    "timeline-player": "timeline-player",
    "pool-explorer": "pool-explorer",
    "thread-scheduler": "thread-scheduler",
    "predict-first": "predict",
    "predict-score": "predict",
    "predict-room": "predict-room",
}


def on_html_page_context(app, pagename, templatename, context, doctree):
    """Name the script of each element that the page's body holds."""
    body = context.get("body", "")
    for name, script in SCRIPTS.items():
        if f"<{name}" not in body:
            continue
        address = lazy_address(app, context, f"_static/{script}.js")
        context["metatags"] += f'\n<meta name="lazy:{name}" content="{address}">'
