"""Draw curves through what was measured, each with its name at its end.

As in `draw`, the function takes records and returns a matplotlib Figure for `svg.show`. Curves
differ by marker and dash as well as by colour.
"""

from collections.abc import Iterable, Mapping, Sequence
from textwrap import fill

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import LogLocator

from lab.bars import FEW
from lab.colours import colour_of
from lab.records import Measurement
from lab.style import DASHES, INK, MARKERS, house_style, new_figure

Points = Mapping[float, Measurement | float]

HEIGHT_IN = 3.4
# Of the axes' height: what a line of text takes, and how high the highest name may stand.
LINE, HIGHEST = 0.08, 1.02
LETTERS = 13  # of a name on one line
BARE = ("-", (0, (1, 2)))  # the lines of what was computed


@house_style
def draw(
    lines: Mapping[str, Points],
    x_label: str,
    y_label: str,
    computed: Mapping[str, Points] | None = None,
    log: bool = False,
) -> Figure:
    """Draw one curve per name through its {x: y} points, with the spread of measured ones.

    `computed` holds further lines, drawn without marks. Both axes are in powers of ten if `log`
    says so; else the numbers begin at zero.
    """
    figure, (axis,) = new_figure(HEIGHT_IN)
    for number, (name, points) in enumerate(lines.items()):
        _draw_curve(axis, name, points, number)
    for (name, points), dash in zip((computed or {}).items(), BARE, strict=False):
        axis.plot(*zip(*points.items(), strict=True), label=name, color=INK, lw=1, ls=dash)
    every_x = sorted({x for points in lines.values() for x in points})
    _set_scales(axis, log)
    if len(every_x) <= 8:
        axis.set_xticks(every_x, [f"{x:.3g}" for x in every_x], minor=False)
    axis.set_xlabel(x_label)
    axis.set_ylabel(y_label)
    write_names(axis)
    return figure


def _draw_curve(axis: Axes, name: str, points: Points, number: int) -> None:
    """Draw a curve with its marks, and a band from the lowest to the highest values."""
    colour, dash = colour_of(name, number), DASHES[number % len(DASHES)]
    middles, lows, highs = (
        [getattr(y, part, y) for y in points.values()]
        for part in ("median_s", "fastest_s", "slowest_s")
    )
    mark = MARKERS[number % len(MARKERS)]
    axis.plot(list(points), middles, color=colour, linestyle=dash, marker=mark, label=name)
    axis.fill_between(list(points), lows, highs, color=colour, alpha=0.2, linewidth=0)


def _set_scales(axis: Axes, log: bool) -> None:
    """Set powers of ten, with marks between them on a short axis, or begin at zero."""
    if not log:
        axis.set_ylim(bottom=0)
        axis.locator_params(nbins=FEW)
        return
    axis.set(xscale="log", yscale="log")
    low, high = axis.get_ylim()
    axis.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5) if high < 100 * low else (1,)))
    axis.yaxis.set_major_formatter("{x:g}")
    axis.minorticks_off()


def write_names(axis: Axes) -> None:
    """Write each curve's name beside its last point; names that would touch move apart."""
    named = [line for line in axis.lines if not line.get_label().startswith("_")]
    ends = [_end_of(axis, line) for line in named]
    last = max(x for x, _ in ends)
    at_edge = sorted((y, n) for n, (x, y) in enumerate(ends) if x > last - 0.05)
    names = [fill(line.get_label(), LETTERS) for line in named]
    places = apart([y for y, _ in at_edge], [names[n].count("\n") + 1 for _, n in at_edge])
    beside = {n: (1.06, place) for (_, n), place in zip(at_edge, places, strict=True)}
    for number, (line, name, (x, y)) in enumerate(zip(named, names, ends, strict=True)):
        leader = {"arrowstyle": "-", "color": line.get_color(), "lw": 0.8, "shrinkA": 0}
        axis.annotate(
            name, (x, y), beside.get(number, (x + 0.03, y)), xycoords="axes fraction", va="center",
            arrowprops=leader | {"shrinkB": 5, "relpos": (0, 0.5)},
        )  # fmt: skip


def _end_of(axis: Axes, line: Line2D) -> tuple[float, float]:
    """Return where a line ends, in shares of the axes' width and height."""
    end = axis.transData.transform((line.get_xdata()[-1], line.get_ydata()[-1]))
    return tuple(axis.transAxes.inverted().transform(end))


def apart(heights: Iterable[float], rows: Sequence[int]) -> list[float]:
    """Return places near rising heights, so far apart that so many rows of text do not touch."""
    places = []
    for number, height in enumerate(heights):
        least = places[-1] + LINE * (rows[number - 1] + rows[number]) / 2 if places else height
        places.append(max(height, least))
    highest = HIGHEST
    for number in reversed(range(len(places))):
        places[number] = min(places[number], highest)
        highest = places[number] - LINE * (rows[number - 1] + rows[number]) / 2
    return places
