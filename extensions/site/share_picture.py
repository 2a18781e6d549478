"""Draw the picture that is shown where a page is shared: the shape that this build has measured."""

import io
from pathlib import Path

from sphinx.application import Sphinx

from extensions.labs.files import write_if_changed
from extensions.labs.results import read_results
from extensions.labs.store import executed_path

LAB, NAME = "06-race", "_static/share.png"
SIZE_IN, DPI = (12, 6.3), 100  # 1200 by 630 pixels, as _templates/page.html says
KINDS = {"threads": "lab-1", "processes": "lab-2"}  # as in _static/site.css
FACE = "DejaVu Serif"  # comes with matplotlib
WORDS = (
    "Threads, processes and futures in Python.\n"
    "Every number and every plot was measured\n"
    "while the page was built."
)


def write_picture(app: Sphinx) -> None:
    """Draw it anew when the lab has been run since."""
    lab, path = executed_path(app.srcdir, LAB), Path(app.outdir, NAME)
    if path.exists() and (not lab.exists() or lab.stat().st_mtime < path.stat().st_mtime):
        return
    try:
        shape = read_results(lab).value("shape")
    except (OSError, KeyError):  # it has not run, or it has failed
        shape = {}
    colours = app.config.html_theme_options["light_css_variables"]
    write_if_changed(path, drawn(app.config.project, shape, colours))


def drawn(title: str, shape: dict, colours: dict) -> bytes:
    """Return a PNG with the words, and below them a row for each worker of threads and processes.

    `colours` are the site's CSS variables. A newer Python runs other kinds of workers as well, for
    which there is no room.
    """
    from matplotlib.figure import Figure  # here: most builds have nothing to draw

    runs = {kind: shape[kind] for kind in KINDS if kind in shape}
    ink, grey = colours["color-foreground-primary"], colours["color-foreground-secondary"]
    figure = Figure(SIZE_IN, dpi=DPI, facecolor=colours["lab-paper"])
    figure.text(0.07, 0.86, title, size=50, weight="bold", color=ink, va="top", family=FACE)
    told = {"size": 28, "color": grey, "va": "top", "family": FACE, "linespacing": 1.4}
    figure.text(0.07, 0.68, WORDS, **told)
    axis = figure.add_axes((0.07, 0.1, 0.86, 0.26))
    axis.set_axis_off()
    axis.set_xlim(0, 1.12 * max((run["s"] for run in runs.values()), default=1))
    axis.set_ylim(4.4, 0)
    for number, (kind, run) in enumerate(runs.items()):
        draw_run(axis, run, 2.4 * number, colours[KINDS[kind]], ink)
    picture = io.BytesIO()
    figure.savefig(picture, format="png", metadata={"Software": None})
    return picture.getvalue()


def draw_run(axis, run: dict, top: float, colour: str, ink: str) -> None:
    """Draw a row for each of two workers, and how long they took beside them."""
    for worker, start_ms, end_ms in run["slices"]:
        bar = (start_ms / 1000, (end_ms - start_ms) / 1000)
        axis.broken_barh([bar], (top + worker, 0.7), color=colour, linewidth=0)
    told = f"{run['s']:.1f} s"
    axis.text(1.02 * run["s"], top + 0.85, told, size=22, va="center", color=ink, family=FACE)
