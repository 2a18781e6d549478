"""Run every lab once, keep what it measured, and offer it as a notebook and a plain script."""

from sphinx.application import Sphinx

from extensions.labs import run, scripts, warned
from extensions.labs.sandbox_cells import LabLexer


def setup(app: Sphinx) -> dict:
    app.add_lexer("ipython3", LabLexer)  # `%%sandbox` cells are Python
    app.connect("builder-inited", warned.on_builder_inited, priority=100)  # before all warnings
    app.connect("builder-inited", run.on_builder_inited)  # execute what is missing or stale
    app.connect("builder-inited", for_html)
    app.connect("source-read", run.on_source_read)  # a lab's page is its executed notebook
    app.connect("env-get-outdated", warned.on_env_get_outdated)  # read what warned once more
    app.connect("build-finished", warned.on_build_finished, priority=990)  # after all warnings
    app.connect("build-finished", run.on_build_finished, priority=995)  # the folder is free again
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def for_html(app: Sphinx) -> None:
    """Connect what only a site needs."""
    if app.builder.name == "html":
        app.connect("build-finished", scripts.on_build_finished)  # 03-map.ipynb and 03-map.py
