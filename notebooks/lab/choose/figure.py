"""Draw the times of a choice: a bar for each contender, in the colour of its kind."""

from collections.abc import Mapping

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lab.choose.contenders import LOOP, Contender
from lab.colours import colour_of
from lab.records import Measurement
from lab.style import INK, house_style, new_figure

BESIDE = {"xytext": (4, 0), "textcoords": "offset points", "va": "center"}


@house_style
def draw(times: Mapping[Contender, Measurement], choice: Contender | None) -> Figure:
    """Draw the median of each contender, with a line from its fastest to its slowest round."""
    figure, (axis,) = new_figure(0.42 * len(times) + 1.1)
    slowest_s = max((entry.slowest_s for entry in times.values()), default=0.0)
    unit, name = (1000, "milliseconds") if slowest_s < 0.5 else (1, "seconds")
    for row, (contender, entry) in enumerate(times.items()):
        draw_bar(axis, row, contender, entry, unit)
    axis.set_yticks(range(len(times)), list(map(str, times)))
    axis.invert_yaxis()
    axis.margins(x=0.12)
    axis.set_xlim(left=0)
    axis.set_xlabel(name)
    said = title(choice) if times else "Nothing was measured"
    axis.set_title(said, loc="left", fontsize=11, fontweight="bold")
    return figure


def draw_bar(axis: Axes, row: int, contender: Contender, entry: Measurement, unit: float) -> None:
    """Draw one contender's bar, with its number."""
    times_s = (entry.fastest_s, entry.median_s, entry.slowest_s)
    low, middle, high = (unit * time_s for time_s in times_s)
    axis.barh(row, middle, height=0.6, color=colour_of(contender.kind))
    axis.plot([low, high], [row, row], color=INK, linewidth=1.2, marker="|")
    axis.annotate(f" {middle:.3g}", (high, row), **BESIDE)


def title(choice: Contender | None) -> str:
    """Return what the figure shows."""
    if choice is None:
        return "No answer: these are only times"
    if choice.kind == LOOP:
        return "No pool is faster than a plain loop"
    return f"{choice.workers} {choice.kind} take the least time"
