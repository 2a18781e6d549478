"""Draw bars of what was measured, each with its median and its spread; `draw.bars` is this one."""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lab.colours import colour_of
from lab.records import Measurement
from lab.style import INK, house_style, new_figure

# From this ratio of the longest to the shortest on, bars would hide the short ones.
WIDE_RANGE = 50
FEW = 6  # numbers on an axis, so that a phone has room for them


def unit_of(length_s: float) -> tuple[int, str]:
    """Return how many of a unit are a second, and the unit's name, for an axis of this length."""
    return (1000, "milliseconds") if length_s < 0.5 else (1, "seconds")


@house_style
def bars(
    values: Mapping[str, Measurement | float],
    label: str | None = None,
    form: str = "{:.3g}",
    kinds: Mapping[str, str] | None = None,
) -> Figure:
    """Draw one horizontal bar per name: the median, with a line from fastest to slowest.

    Without a `label` the values are seconds, shown in milliseconds where all are short. `form`
    writes the number at the median. `kinds` says who works, such as "threads", where the names do
    not. Values of very different size stand on a scale of powers of ten, as dots: there the length
    of a bar would mean nothing.
    """
    figure, (axis,) = new_figure(0.5 * len(values) + 0.75)
    highest = max(getattr(value, "slowest_s", value) for value in values.values())
    unit, axis_name = (1, label) if label else unit_of(highest)
    medians = [unit * getattr(value, "median_s", value) for value in values.values()]
    in_powers = min(medians) > 0 and max(medians) > WIDE_RANGE * min(medians)
    if in_powers:
        _set_powers(axis, medians)
    for row, (name, value) in enumerate(values.items()):
        colour = colour_of((kinds or {}).get(name, name))
        _draw_bar(axis, row, colour, medians[row], in_powers)
        _write_number(axis, row, form.format(medians[row]), medians[row], value, unit)
    if not in_powers:
        axis.margins(x=0.12)
        axis.set_xlim(left=0)
        axis.locator_params(axis="x", nbins=FEW)
    axis.set_yticks(range(len(values)), list(values))
    axis.set_ylim(len(values) - 0.5, -0.8)
    axis.set_xlabel(axis_name)
    return figure


def _set_powers(axis: Axes, medians: Sequence[float]) -> None:
    """Draw a line for each power of ten."""
    axis.set_xscale("log")
    axis.set_xlim(min(medians) / 2, max(medians) * 8)
    axis.xaxis.set_major_formatter("{x:g}")
    axis.minorticks_off()
    axis.grid(axis="x", color=INK, alpha=0.2)


def _write_number(
    axis: Axes, row: int, text: str, median: float, value: Measurement | float, unit: float
) -> None:
    """Write the median beside the bar's end, or above the line of its spread."""
    place, align = (1, 0), "center"
    if isinstance(value, Measurement):
        ends = [unit * value.fastest_s, unit * value.slowest_s]
        axis.plot(ends, [row, row], color=INK, linewidth=1.2, marker="|")
        place, align = (0, 4), "bottom"
    axis.annotate(f" {text}", (median, row), place, textcoords="offset points", va=align)


def _draw_bar(axis: Axes, row: int, colour: str, median: float, in_powers: bool) -> None:
    """Draw a bar from zero; on a scale of powers of ten, which has no zero, a dot on a line."""
    if in_powers:
        axis.hlines(row, axis.get_xlim()[0], median, color=colour, linewidth=2.5, alpha=0.5)
        axis.plot([median], [row], color=colour, marker="o", markersize=9)
    else:
        axis.barh(row, median, height=0.45, color=colour)
