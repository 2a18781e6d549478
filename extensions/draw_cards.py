"""Draw the picture that stands for a page where somebody shares its address.

A card shows the page's title over the site's sign: two threads that take turns, two processes
that overlap. A card is drawn once and kept until the title changes.
"""

import hashlib
import textwrap
from pathlib import Path

from page_records import read_records

from lab.colours import SERIES

FOLDER = "_cards"
WIDTH_PX, HEIGHT_PX, DPI = 1200, 630, 100
INK, PAPER = "#1c2430", "#fdfcfa"
# (row, start, length), in tenths of the width: what the four workers do.
BLOCKS = [(0, n, 0.5) for n in range(10)] + [(1, n + 0.5, 0.5) for n in range(10)]
BLOCKS += [(2, 0, 9), (3, 0, 10)]


def card_name(title):
    """Return the file name of the card for a title."""
    return f"{hashlib.sha256(title.encode()).hexdigest()[:12]}.png"


def draw_card(path, title, site_name):
    """Write the card for a title."""
    from matplotlib.figure import Figure  # takes half a second to import, and is seldom needed

    figure = Figure(figsize=(WIDTH_PX / DPI, HEIGHT_PX / DPI), dpi=DPI, facecolor=PAPER)
    lines = textwrap.wrap(title, 27)[:4]
    title_pt = 46 if len(lines) < 4 else 40  # a long title keeps its distance from the sign
    text = {"color": INK, "family": "DejaVu Serif", "va": "top"}
    figure.text(0.07, 0.9, site_name, fontsize=26, **{**text, "color": "#525b66"})
    figure.text(0.07, 0.77, "\n".join(lines), fontsize=title_pt, weight="bold", **text)
    axes = figure.add_axes((0.07, 0.07, 0.86, 0.16))
    axes.set_axis_off()
    axes.set_xlim(0, 10)
    for row, start, length in BLOCKS:
        axes.barh(-row, length, left=start, height=0.7, color=SERIES[row])
    figure.savefig(path, metadata={"Software": None})


def on_page(app, pagename, templatename, context, doctree):
    """Tell the template the address of the page's card."""
    if doctree is not None:
        name = card_name(app.env.titles[pagename].astext())
        context["card_url"] = f"{app.config.html_baseurl}{FOLDER}/{name}"


def on_build_finished(app, exception):
    """Draw the cards that are missing, and delete those of titles that are gone."""
    if exception is not None or app.builder.format != "html":
        return
    folder = Path(app.outdir, FOLDER)
    folder.mkdir(exist_ok=True)
    titles = {card_name(t): t for n in read_records(app) if (t := app.env.titles[n].astext())}
    for path in folder.glob("*.png"):
        if path.name not in titles:
            path.unlink()
    for name, title in titles.items():
        if not folder.joinpath(name).exists():
            draw_card(folder / name, title, app.config.project)


def setup(app):
    """Connect to the making of every page and to the end of the build."""
    app.setup_extension("page_records")
    app.connect("html-page-context", on_page)
    app.connect("build-finished", on_build_finished)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
