"""Draw a state diagram: a box for each state, an arrow for each way from one to another.

Places are in hundredths of the figure's width, with (0, 0) at the bottom left. As in `draw`,
the functions take records and return a matplotlib Figure for `svg.show`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from lab.style import INK, SERIES, house_style, new_figure

# Wider than other figures, and with larger type: there is more to read, and a phone shrinks it.
WIDTH_IN, TITLE_SIZE, TEXT_SIZE = 6.4, 15, 13


@dataclass(frozen=True)
class Box:
    """A state: its name, what holds in it, its centre, its size and its colour's number.

    `colour` counts from 0 in the house's series; None draws a dashed frame around other boxes,
    with its text inside at the bottom.
    """

    name: str
    text: str
    centre: tuple[float, float]
    size: tuple[float, float]
    colour: int | None = 0


@dataclass(frozen=True)
class Arrow:
    """A way: the corners of its line, the last of which has the head, and its label.

    The label begins at `label_at`, and is centred there if `centred`.
    """

    corners: tuple[tuple[float, float], ...]
    label: str
    label_at: tuple[float, float]
    centred: bool = False


@house_style
def states(boxes: Iterable[Box], arrows: Iterable[Arrow], height: float) -> Figure:
    """Draw boxes and arrows on a field 100 wide and `height` high, and return the Figure."""
    figure, (axis,) = new_figure(WIDTH_IN * height / 100, width_in=WIDTH_IN)
    figure.set_layout_engine("none")
    axis.set_position((0, 0, 1, 1))
    axis.set(xlim=(0, 100), ylim=(0, height))
    axis.set_axis_off()
    for box in boxes:
        _draw_frame(axis, box) if box.colour is None else _draw_box(axis, box)
    for arrow in arrows:
        _draw_arrow(axis, arrow)
    return figure


def _shape(box: Box, **look) -> FancyBboxPatch:
    """Return the rounded rectangle of a box."""
    (x, y), (width, height) = box.centre, box.size
    corner = (x - width / 2, y - height / 2)
    return FancyBboxPatch(corner, width, height, boxstyle="round,pad=0,rounding_size=1.6", **look)


def _draw_box(axis: Axes, box: Box) -> None:
    """Draw a state: tinted, with its name above what holds in it."""
    colour = SERIES[box.colour]
    axis.add_patch(_shape(box, facecolor=colour, alpha=0.14, edgecolor="none"))
    axis.add_patch(_shape(box, facecolor="none", edgecolor=colour, linewidth=1.8))
    x, top = box.centre[0], box.centre[1] + box.size[1] / 2
    axis.text(x, top - 2, box.name, size=TITLE_SIZE, weight="bold", ha="center", va="top")
    axis.text(x, top - 7.5, box.text, size=TEXT_SIZE, ha="center", va="top", linespacing=1.3)


def _draw_frame(axis: Axes, box: Box) -> None:
    """Draw a dashed frame around other boxes, with what they have in common below them."""
    axis.add_patch(_shape(box, facecolor="none", edgecolor=INK, linewidth=0.9, linestyle="--"))
    x, bottom = box.centre[0], box.centre[1] - box.size[1] / 2
    axis.text(x, bottom + 2, f"{box.name}: {box.text}", size=TEXT_SIZE, ha="center", va="bottom")


def _draw_arrow(axis: Axes, arrow: Arrow) -> None:
    """Draw a line through the corners, with a head at its end, and its label."""
    *before, last = arrow.corners
    axis.plot(*zip(*before, strict=True), color=INK, linewidth=1.3, solid_joinstyle="round")
    head = {"arrowstyle": "-|>", "color": INK, "linewidth": 1.3, "shrinkA": 0, "shrinkB": 0}
    axis.annotate("", xy=last, xytext=before[-1], arrowprops=head)
    align = "center" if arrow.centred else "left"
    axis.text(*arrow.label_at, arrow.label, size=TEXT_SIZE, ha=align, va="center", linespacing=1.3)
