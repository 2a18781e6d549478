"""Cut a deck of slides from every chapter that has a lab."""

from sphinx.application import Sphinx

from extensions.slides import decks


def setup(app: Sphinx) -> dict:
    app.connect("builder-inited", for_html)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def for_html(app: Sphinx) -> None:
    """Connect what only a site needs."""
    if app.builder.name == "html":
        app.connect("doctree-read", decks.on_doctree_read, priority=402)  # in a pair's bar
        app.connect("build-finished", decks.on_build_finished)
