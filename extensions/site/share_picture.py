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
    """Return a PNG with the words, and below them a row for each worker of each run.

    `colours` are the site's CSS variables.
    """
    from matplotlib.figure import Figure  # here: most builds have nothing to draw

    figure = Figure(SIZE_IN, dpi=DPI, facecolor=colours["lab-paper"])
    ink = colours["color-foreground-primary"]
    told = {"family": "DejaVu Serif", "va": "top"}
    figure.text(0.07, 0.86, title, size=50, weight="bold", color=ink, **told)
    figure.text(
        0.07,
        0.68,
        WORDS,
        size=28,
        color=colours["color-foreground-secondary"],
        linespacing=1.4,
        **told,
    )
    axis = figure.add_axes((0.07, 0.1, 0.86, 0.26))
    axis.set_axis_off()
    row = 0.0
    for kind, run in shape.items():
        for worker in sorted({worker for worker, _, _ in run["slices"]}):
            bars = [(start, end - start) for who, start, end in run["slices"] if who == worker]
            axis.broken_barh(bars, (row, 0.7), color=colours[KINDS[kind]], linewidth=0)
            row += 1
        label = {"size": 22, "va": "center", "color": ink, "family": "DejaVu Serif"}
        axis.text(1020 * run["s"], row - 1.15, f"{run['s']:.1f} s", **label)
        row += 0.4
    axis.set_xlim(0, 1120 * max((run["s"] for run in shape.values()), default=1))
    axis.set_ylim(max(row, 1), 0)
    picture = io.BytesIO()
    figure.savefig(picture, format="png", metadata={"Software": None})
    return picture.getvalue()
