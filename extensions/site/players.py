"""Tell pages with an interactive figure where its script is; pages.js loads it when it is near.

The figure stands still until then, as it does for readers without JavaScript.
"""

from extensions.site.bundle import lazy_address

SCRIPTS = {
    "timeline-player": "timeline-player",
    "pool-explorer": "pool-explorer",
    "thread-scheduler": "thread-scheduler",
    "predict-first": "guesses predict",
    "predict-score": "guesses predict",
    "predict-room": "guesses predict-room",
}


def on_html_page_context(app, pagename, templatename, context, doctree):
    """Name the scripts of each element that the page's body holds."""
    body = context.get("body", "")
    for name, scripts in SCRIPTS.items():
        if f"<{name}" not in body:
            continue
        addresses = [lazy_address(app, context, f"_static/{each}.js") for each in scripts.split()]
        context["metatags"] += f'\n<meta name="lazy:{name}" content="{" ".join(addresses)}">'
