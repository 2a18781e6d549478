"""Run every lab once, keep what it measured, and offer it as a notebook and a plain script."""

from extensions.labs import run, scripts
from extensions.labs.sandbox_cells import LabLexer


def setup(app):
    """Connect to Sphinx."""
    app.add_lexer("ipython3", LabLexer)  # `%%sandbox` cells are Python
    app.connect("builder-inited", run.on_builder_inited)  # execute what is missing or stale
    app.connect("source-read", run.on_source_read)  # a lab's page is its executed notebook
    app.connect("build-finished", scripts.on_build_finished)  # 03-map.ipynb and 03-map.py
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
