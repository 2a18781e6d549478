"""Draw the times of a choice: a bar for each contender, in the colour of its kind."""

from collections.abc import Mapping

from matplotlib.figure import Figure

from lab.bars import bars
from lab.choose.contenders import LOOP, Contender
from lab.records import Measurement
from lab.style import house_style, new_figure


@house_style
def draw(times: Mapping[Contender, Measurement], choice: Contender | None) -> Figure:
    """Draw the median of each contender, with a line from its fastest to its slowest round."""
    if times:
        figure, said = bars({str(each): entry for each, entry in times.items()}), title(choice)
    else:
        figure, said = new_figure(1)[0], "Nothing was measured"
    figure.axes[0].set_title(said, loc="left", fontsize=11, fontweight="bold")
    return figure


def title(choice: Contender | None) -> str:
    """Return what the figure shows."""
    if choice is None:
        return "No answer: these are only times"
    if choice.kind == LOOP:
        return "No pool is faster than a plain loop"
    return f"{choice.workers} {choice.kind} take the least time"
