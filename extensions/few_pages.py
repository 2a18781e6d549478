"""Read and write a few pages in one process: to hand them out and to collect them takes longer.

Each process that reads hands back all that is known about the whole site.
"""

FEW = 6


def on_env_before_read_docs(app, env, docnames):
    """Do without other processes for a few pages.

    When no page is to be read, none is to be written or, for a template has changed, all are.
    """
    if 0 < len(docnames) < FEW:
        app.parallel = 1


def setup(app):
    """Connect to the last event before pages are read, when it is settled which ones."""
    app.connect("env-before-read-docs", on_env_before_read_docs, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
