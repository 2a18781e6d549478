"""Give a few pages no more processes than pay: to hand pages out and to collect them takes time.

To read in another process is dear, because each hands back all that is known about the whole
site. To write in one is cheap: what it made is in files.
"""

from sphinx.util.parallel import parallel_available

FEW = 6


def on_env_before_read_docs(app, env, docnames):
    """Read a few pages in this process; note with how many processes they are to be written.

    When no page is to be read, none is to be written or, for a template has changed, all are.
    """
    app.writers = 1
    if 0 < len(docnames) < FEW:
        if parallel_available and len(docnames) > 1:
            app.writers = app.parallel
        app.parallel = 1


def on_write_started(app, builder):
    """Write what was read in one process with as many as were noted."""
    if app.writers > 1:
        app.parallel, builder.parallel_ok = app.writers, app.is_parallel_allowed("write")
