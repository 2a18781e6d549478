"""Draw what was measured: timelines, bars and speed-up curves, in one style.

The functions take records (Timeline, Measurement, numbers) and return a matplotlib Figure;
`lab.svg.show` puts it on the page. No meaning is carried by colour alone: a running slice is
tall and a waiting one is thin, bars have labels, and each curve has its own marker and dash.
"""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from lab.colours import colour_of
from lab.page.turns import as_seen, clipped, most_turns
from lab.records import Measurement, Span, Timeline
from lab.style import DASHES, INK, MARKERS, PAPER, house_style, new_figure

# The height of a running slice and of a waiting one; a worker's row is 1 high.
TALL, THIN = 0.72, 0.14
# From this ratio of the longest to the shortest on, bars would hide the short ones.
WIDE_RANGE = 50


@house_style
def timeline(*timelines: Timeline, window_s: tuple[float, float] | None = None) -> Figure:
    """Draw each run as one row per worker, all on the same time axis.

    A tall block is a task that is running, a thin line one that waits for its turn. `window_s`
    is a (start, end) pair to look at closely; without it the whole run is shown. Where turns
    are too short to be seen, a block stands for several; then the axis says for how many.
    Raises ValueError when no timeline is given.
    """
    if not timelines:
        raise ValueError("give at least one timeline to draw")
    rows = [max(1, len(line.workers)) for line in timelines]
    height_in = sum(0.42 * count + 0.42 for count in rows) + 0.45
    ratios = [count + 0.7 for count in rows]
    figure, axes = new_figure(height_in, len(rows), sharex=True, height_ratios=ratios)
    start_s, end_s = window_s or (0, max(line.elapsed_s for line in timelines))
    unit, name = _unit(end_s - start_s)
    seen = as_seen(timelines, (start_s, end_s))
    for axis, line, whole in zip(axes, seen, timelines, strict=True):
        _draw_run(axis, line, (start_s, end_s), unit)
        _write_titles(axis, whole)
    axes[-1].set_xlim(start_s * unit, end_s * unit)
    turns = most_turns(seen)
    axes[-1].set_xlabel(f"{name}; one block: up to {turns} turns" if turns > 1 else name)
    return figure


def _unit(length_s: float) -> tuple[int, str]:
    """Return how many of a unit are a second, and the unit's name, for an axis of this length."""
    return (1000, "milliseconds") if length_s < 0.5 else (1, "seconds")


def _draw_run(axis: Axes, line: Timeline, window_s: tuple[float, float], unit: float) -> None:
    """Draw one run's workers from the top down."""
    workers = line.workers
    for span in line.spans:
        row = workers.index(span.worker)
        _draw_span(axis, span, row, colour_of(line.title), window_s, unit)
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
    """Draw a task: a thin line from start to end, tall blocks where it ran, and its name."""
    slices = span.slices or ((span.start_s, span.end_s),)
    whole = clipped([(span.start_s, span.end_s)], window_s)
    if not whole:
        return
    edge = "none" if span.slices else PAPER  # parts two whole blocks of one colour
    for pieces, height in ((whole, THIN), (clipped(slices, window_s), TALL)):
        path = blocks(pieces, row, height, unit)
        axis.add_patch(PathPatch(path, facecolor=colour, edgecolor=edge, linewidth=0.8))
    ((start_s, end_s),) = whole
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


@house_style
def bars(
    values: Mapping[str, Measurement | float],
    label: str | None = None,
    form: str = "{:.3g}",
    kind: str = "",
) -> Figure:
    """Draw one horizontal bar per name: the median, with a line from fastest to slowest.

    Without a `label` the values are seconds, shown in milliseconds where all are short. `form`
    writes the number at the median. `kind` says who worked, such as "threads", for names that do
    not: the bars have its colour. Values of very different size stand on a scale of powers of
    ten, as dots: there the length of a bar would mean nothing.
    """
    figure, (axis,) = new_figure(0.5 * len(values) + 0.75)
    highest = max(getattr(value, "slowest_s", value) for value in values.values())
    unit, axis_name = (1, label) if label else _unit(highest)
    medians = [unit * getattr(value, "median_s", value) for value in values.values()]
    in_powers = min(medians) > 0 and max(medians) > WIDE_RANGE * min(medians)
    if in_powers:
        axis.set_xscale("log")
        axis.set_xlim(min(medians) / 2, max(medians) * 8)
        axis.xaxis.set_major_formatter("{x:g}")
        axis.minorticks_off()
        axis.grid(axis="x", color=INK, alpha=0.2)
    for row, (name, value) in enumerate(values.items()):
        _draw_bar(axis, row, colour_of(kind or name), medians[row], in_powers)
        if isinstance(value, Measurement):
            ends = [unit * value.fastest_s, unit * value.slowest_s]
            axis.plot(ends, [row, row], color=INK, linewidth=1.2, marker="|")
        axis.annotate(
            f" {form.format(medians[row])}", (medians[row], row), xytext=(0, 4),
            textcoords="offset points", va="bottom",
        )  # fmt: skip
    axis.set_yticks(range(len(values)), list(values))
    axis.set_ylim(len(values) - 0.5, -0.8)
    if not in_powers:
        axis.margins(x=0.12)
        axis.set_xlim(left=0)
    axis.set_xlabel(axis_name)
    return figure


def _draw_bar(axis: Axes, row: int, colour: str, median: float, in_powers: bool) -> None:
    """Draw a bar from zero; on a scale of powers of ten, which has no zero, a dot on a line."""
    if in_powers:
        axis.hlines(row, axis.get_xlim()[0], median, color=colour, linewidth=2.5, alpha=0.5)
        axis.plot([median], [row], color=colour, marker="o", markersize=9)
    else:
        axis.barh(row, median, height=0.45, color=colour)


@house_style
def curves(
    lines: Mapping[str, Mapping[float, Measurement | float]], x_label: str, y_label: str
) -> Figure:
    """Draw one curve per name through its {x: y} points, with the spread of measured ones."""
    figure, (axis,) = new_figure(3.6)
    for number, (name, points) in enumerate(lines.items()):
        style = {"color": colour_of(name, number), "linestyle": DASHES[number % len(DASHES)]}
        middles = [getattr(y, "median_s", y) for y in points.values()]
        axis.plot(list(points), middles, marker=MARKERS[number % len(MARKERS)], label=name, **style)
        lows = [getattr(y, "fastest_s", y) for y in points.values()]
        highs = [getattr(y, "slowest_s", y) for y in points.values()]
        axis.fill_between(list(points), lows, highs, color=style["color"], alpha=0.2, linewidth=0)
    axis.set_xlabel(x_label)
    axis.set_ylabel(y_label)
    every_x = sorted({x for points in lines.values() for x in points})
    if len(every_x) <= 8:
        axis.set_xticks(every_x, [f"{x:g}" for x in every_x])
    axis.legend()
    return figure
