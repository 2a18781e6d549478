"""The look of every figure: its colours, type sizes and width."""

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lab.colours import INK, PAPER, SERIES

__all__ = ["DASHES", "INK", "MARKERS", "PAPER", "SERIES", "WIDTH_IN", "house_style", "new_figure"]

# Curves differ by marker and dash as well as by colour.
MARKERS = "osD^vX"
DASHES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (1, 1)))

# Hardly wider than a phone, so that type of 11 points is at least 10 pixels high on it.
WIDTH_IN = 5.4
STYLE = {
    "font.size": 11,
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.prop_cycle": matplotlib.cycler(color=SERIES),
    "axes.linewidth": 0.6,
    "legend.frameon": False,
}

# To be used as a decorator on every function that draws.
house_style = matplotlib.rc_context(STYLE)


def new_figure(
    height_in: float, rows: int = 1, width_in: float = WIDTH_IN, **subplots
) -> tuple[Figure, list[Axes]]:
    """Return a figure in the house style, and its axes in one column."""
    figure = Figure(figsize=(width_in, height_in), layout="constrained")
    axes = figure.subplots(rows, 1, squeeze=False, **subplots)[:, 0]
    for axis in axes:
        axis.tick_params(length=3)
    return figure, list(axes)
