"""Draw a diagram: a box for each state or worker, an arrow for each way; and a ring of locks.

Places are in hundredths of the figure's width, with (0, 0) at the bottom left. As in `draw`,
the functions take records and return a matplotlib Figure for `svg.show`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch

from lab.colours import GREY, LOCK, PROCESS, THREAD
from lab.style import INK, SERIES, house_style, new_figure

__all__ = ["GREY", "LOCK", "PROCESS", "THREAD", "Arrow", "Box", "ring", "states"]

# Wider than other figures, and with larger type: there is more to read, and a phone shrinks it.
WIDTH_IN, TITLE_SIZE, TEXT_SIZE = 6.4, 15, 13


@dataclass(frozen=True)
class Box:
    """A state: its name, what holds in it, its centre, its size and its colour's number.

    `colour` is that of who is there: THREAD, PROCESS, LOCK, or GREY for what is nobody's. None
    draws a dashed frame around other boxes, with its text inside at the bottom. Whoever `waits` is
    a dashed outline.
    """

    name: str
    text: str
    centre: tuple[float, float]
    size: tuple[float, float]
    colour: int | None = GREY
    waits: bool = False


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
    if not box.waits:
        axis.add_patch(_shape(box, facecolor=colour, alpha=0.14, edgecolor="none"))
    dash = (0, (4, 2)) if box.waits else "-"
    axis.add_patch(_shape(box, facecolor="none", edgecolor=colour, linewidth=1.8, linestyle=dash))
    (x, y), top = box.centre, box.centre[1] + box.size[1] / 2
    place, align = (top - 2, "top") if box.text else (y, "center")
    axis.text(x, place, box.name, size=TITLE_SIZE, weight="bold", ha="center", va=align)
    # A text for each line: of several, matplotlib would centre only the widest, by its own type.
    for number, line in enumerate(box.text.splitlines()):
        axis.text(x, top - 7.5 - 3.8 * number, line, size=TEXT_SIZE, ha="center", va="top")


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


@house_style
def ring(
    threads: tuple[str, str], locks: tuple[str, str], colours: tuple[int, int] = (LOCK, LOCK)
) -> Figure:
    """Draw a deadlock: the first thread holds the first lock and wants the second, and so on.

    A thick line holds, a dashed arrow wants. `colours` are those of the locks.
    """
    figure, (axis,) = new_figure(WIDTH_IN * 0.58, width_in=WIDTH_IN)
    figure.set_layout_engine("none")
    axis.set_position((0, 0, 1, 1))
    axis.set(xlim=(0, 100), ylim=(0, 58))
    axis.set_axis_off()
    for name, x in zip(threads, (14, 86), strict=True):
        _draw_box(axis, Box(name, "", (x, 29), (27, 8), THREAD))
    for name, y, number in zip(locks, (49, 9), colours, strict=True):
        _draw_lock(axis, name, (50, y), SERIES[number])
        for x, wants in ((14, y < 29), (86, y > 29)):
            _bend(axis, x, (50, y), name, SERIES[number], wants)
    return figure


def _draw_lock(axis: Axes, name: str, place: tuple[float, float], colour: str) -> None:
    """Draw a lock, which is round, as nobody else is."""
    axis.add_patch(Circle(place, 8.5, facecolor=colour, alpha=0.2, edgecolor="none"))
    axis.add_patch(Circle(place, 8.5, facecolor="none", edgecolor=colour, linewidth=4))
    axis.text(*place, name, size=TITLE_SIZE, weight="bold", ha="center", va="center")


def _bend(
    axis: Axes, x: float, lock: tuple[float, float], name: str, colour: str, wants: bool
) -> None:
    """Draw what binds the thread at `x` to a lock: a thick line, or a dashed arrow to it."""
    side, up = (-1 if x < 50 else 1), (1 if lock[1] > 29 else -1)
    look = {"arrowstyle": "-|>", "linestyle": (0, (4, 2)), "linewidth": 1.8, "mutation_scale": 18}
    axis.add_patch(
        FancyArrowPatch(
            (x, 29 + 4.5 * up), (lock[0] + 8.8 * side, lock[1]), color=colour, shrinkA=0,
            shrinkB=0, connectionstyle=f"arc3,rad={0.3 * side * up}",
            **(look if wants else {"arrowstyle": "-", "linewidth": 5}),
        )
    )  # fmt: skip
    verb = "wants" if wants else "holds"
    text_at, align = (50 + 25 * side, lock[1] + 1.5 * up), ("left" if side > 0 else "right")
    axis.text(*text_at, f"{verb} {name}", size=TEXT_SIZE, ha=align, va="center")
