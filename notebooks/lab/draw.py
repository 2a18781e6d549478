"""Draw what was measured: timelines and bars, in one style. Curves are in `lab.curves`.

The functions take records (Timeline, Measurement, numbers) and return a matplotlib Figure;
`lab.svg.show` puts it on the page. No meaning is carried by colour alone: a running slice is
tall and filled, a waiting one thin and hollow, and bars have labels.
"""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from lab.bars import bars, unit_of
from lab.colours import colour_of
from lab.page.turns import as_seen, clipped, most_turns
from lab.records import Span, Timeline
from lab.style import PAPER, house_style, new_figure

__all__ = ["TALL", "bars", "blocks", "timeline", "waiting"]

# The height of a running slice and of a waiting one; a worker's row is 1 high.
TALL, THIN = 0.72, 0.14
# A note below an axis stands on the line of the axis's name.
BELOW = {
    "xycoords": "axes fraction",
    "xytext": (0, -32),
    "textcoords": "offset points",
    "ha": "right",
    "fontsize": 9,
    "in_layout": False,
}


@house_style
def timeline(*timelines: Timeline, window_s: tuple[float, float] | None = None) -> Figure:
    """Draw each run as one row per worker, all on the same time axis.

    A tall block is a task that is running, a thin outline one that waits for its turn. `window_s`
    is a (start, end) pair to look at closely; without it the whole run is shown, with the names of
    its tasks. Where turns are too short to be seen, a block stands for several; then a note below
    says for how many. Raises ValueError when no timeline is given.
    """
    if not timelines:
        raise ValueError("give at least one timeline to draw")
    rows = [max(1, len(line.workers)) for line in timelines]
    height_in = sum(0.42 * count + 0.42 for count in rows) + 0.45
    ratios = [count + 0.7 for count in rows]
    figure, axes = new_figure(height_in, len(rows), sharex=True, height_ratios=ratios)
    start_s, end_s = window_s or (0, max(line.elapsed_s for line in timelines))
    unit, name = unit_of(end_s - start_s)
    seen = as_seen(timelines, (start_s, end_s))
    for axis, line, whole in zip(axes, seen, timelines, strict=True):
        _draw_run(axis, line, (start_s, end_s), unit, named=window_s is None)
        _write_titles(axis, whole)
    axes[-1].set_xlim(start_s * unit, end_s * unit)
    axes[-1].set_xlabel(name)
    if (turns := most_turns(seen)) > 1:
        note = f"one block: up to {turns} turns"
        axes[-1].annotate(note, (1, 0), **BELOW)
    return figure


def _draw_run(
    axis: Axes, line: Timeline, window_s: tuple[float, float], unit: float, named: bool
) -> None:
    """Draw one run's workers from the top down, and on whole tasks their names if asked to."""
    workers = line.workers
    for span in line.spans:
        row = workers.index(span.worker)
        _draw_span(axis, span, row, colour_of(line.title), window_s, unit)
        if named or not span.slices:
            _write_name(axis, span, row, window_s, unit)
    axis.set_yticks(range(len(workers)), workers)
    axis.set_ylim(len(workers) - 0.45, -0.55)
    axis.tick_params(axis="y", length=0)
    axis.spines["left"].set_visible(False)


def _write_titles(axis: Axes, line: Timeline) -> None:
    """Write a run's title and its figures above it."""
    axis.set_title(line.title, loc="left", fontsize=11, fontweight="bold")
    figures = f"{line.elapsed_s:.2f} s, {line.cores_used:.2f} cores used"
    axis.set_title(figures, loc="right", fontsize=11)


def _draw_span(
    axis: Axes, span: Span, row: int, colour: str, window_s: tuple[float, float], unit: float
) -> None:
    """Draw a task: a thin outline from its start to its end, and filled blocks where it ran."""
    whole = clipped([(span.start_s, span.end_s)], window_s)
    if span.slices and whole:
        axis.add_patch(waiting(whole, row, colour, unit))
    running = clipped(span.slices, window_s) if span.slices else whole
    edge = "none" if span.slices else PAPER  # parts two whole blocks of one colour
    path = blocks(running, row, TALL, unit)
    axis.add_patch(PathPatch(path, facecolor=colour, edgecolor=edge, linewidth=0.8))


def waiting(pieces: Sequence[tuple[float, float]], row: int, colour: str, unit: float) -> PathPatch:
    """Return the outline of stretches in which somebody waits, on a row of an axes."""
    path = blocks(pieces, row, THIN, unit)
    return PathPatch(path, facecolor=PAPER, edgecolor=colour, linewidth=0.9)


def _write_name(
    axis: Axes, span: Span, row: int, window_s: tuple[float, float], unit: float
) -> None:
    """Write a task's name in its middle, if that is wide enough."""
    for start_s, end_s in clipped([(span.start_s, span.end_s)], window_s):
        if (end_s - start_s) / (window_s[1] - window_s[0]) > 0.012 * len(span.task) + 0.01:
            middle = (start_s + end_s) / 2 * unit
            box = {"boxstyle": "round,pad=0.2", "facecolor": PAPER, "edgecolor": "none"}
            axis.text(middle, row, span.task, ha="center", va="center", bbox=box)


def blocks(pieces: Sequence[tuple[float, float]], row: int, height: float, unit: float) -> Path:
    """Return many rectangles as a single path, which keeps the SVG small."""
    low, high = row - height / 2, row + height / 2
    points, codes = [], []
    for start_s, end_s in pieces:
        left, right = start_s * unit, end_s * unit
        points += [(left, low), (right, low), (right, high), (left, high), (left, low)]
        codes += [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    return Path(points, codes) if points else Path([(0, row)], [Path.MOVETO])
