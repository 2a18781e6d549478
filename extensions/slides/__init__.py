"""Cut a deck of slides from every chapter that has a lab."""

from extensions.slides import decks


def setup(app):
    """Connect to Sphinx."""
    app.connect("doctree-read", decks.on_doctree_read, priority=420)  # after the line of the pair
    app.connect("build-finished", decks.on_build_finished)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
