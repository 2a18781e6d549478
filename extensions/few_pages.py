"""Read a few pages in this process: to hand them out and to collect what they say takes longer.

Each process that reads hands back all that is known about the whole site.
"""

FEW = 6


def on_env_before_read_docs(app, env, docnames):
    """Switch other processes off for a few pages, and leave them on for many."""
    if len(docnames) < FEW:
        app.parallel = 1


def setup(app):
    """Connect to the last event before pages are read."""
    app.connect("env-before-read-docs", on_env_before_read_docs, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
