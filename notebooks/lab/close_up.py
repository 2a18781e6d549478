"""Draw one run twice: whole, and below it a short window of it, large enough to read each turn.

As in `draw`, a tall block is a task that runs and a thin outline one that waits, and the function
takes a record and returns a matplotlib Figure for `svg.show`.
"""

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import ConnectionPatch, PathPatch

from lab.colours import colour_of
from lab.draw import blocks, waiting
from lab.page.turns import Piece, clipped
from lab.records import Timeline
from lab.style import INK, PAPER, house_style, new_figure

TALL = 0.72
# A block gets its length written on it if it fills at least this share of the window.
WIDE_ENOUGH = 0.065
# Workers are shades of the colour of their kind, to be told apart where they share a row.
SHADES = (1, 0.55)


@house_style
def close_up(line: Timeline, window_s: Piece, together: str = "") -> Figure:
    """Draw the whole run, and below it the window from `window_s[0]` to `window_s[1]` seconds.

    `together` names one more row below the close-up, on which the blocks of all workers stand
    side by side; "" leaves it out. Raises ValueError for a window that ends before it begins.
    """
    if window_s[1] <= window_s[0]:
        raise ValueError(f"the window must end after it begins, not {window_s}")
    rows = len(line.workers) + bool(together)
    heights = [0.4 * len(line.workers), 0.56 * rows]
    figure, (whole, near) = new_figure(sum(heights) + 1.7, 2, height_ratios=heights)
    figure.get_layout_engine().set(hspace=0.16)
    _draw_rows(whole, line, (0, line.elapsed_s), "")
    _draw_rows(near, line, window_s, together)
    _write_lengths(near, line, window_s, together)
    figures = f"{line.elapsed_s:.2f} s, {line.cores_used:.2f} cores used"
    whole.tick_params(labelbottom=False)  # the leading lines need the room
    whole.set_title(line.title, loc="left", fontsize=11, fontweight="bold")
    whole.set_title(figures, loc="right", fontsize=11)
    width_ms = 1000 * (window_s[1] - window_s[0])
    near.set_title(f"close-up of {width_ms:.0f} milliseconds", fontsize=11)
    near.set_xlabel("milliseconds")
    _connect(figure, whole, near, window_s)
    return figure


def _draw_rows(axis: Axes, line: Timeline, window_s: Piece, together: str) -> None:
    """Draw each worker's row inside the window, and the row of all together."""
    workers = line.workers
    for span in line.spans:
        row = workers.index(span.worker)
        running = clipped(span.slices or ((span.start_s, span.end_s),), window_s)
        colour, shade = colour_of(line.title), SHADES[row % len(SHADES)]
        whole = clipped([(span.start_s, span.end_s)], window_s)
        axis.add_patch(waiting(whole, row, colour, unit=1000))
        for on_row in [row, len(workers)] if together else [row]:
            path = blocks(running, on_row, TALL, unit=1000)
            axis.add_patch(PathPatch(path, facecolor=colour, edgecolor="none", alpha=shade))
    names = [*workers, together] if together else workers
    axis.set_yticks(range(len(names)), names)
    axis.set_ylim(len(names) - 0.5, -0.5)
    axis.set_xlim(1000 * window_s[0], 1000 * window_s[1])
    axis.tick_params(axis="y", length=0)
    axis.spines["left"].set_visible(False)


def _write_lengths(axis: Axes, line: Timeline, window_s: Piece, together: str) -> None:
    """Write on each block that lies in the window how long it is; below, whose it is."""
    box = {"boxstyle": "round,pad=0.15", "facecolor": PAPER, "edgecolor": "none"}
    for span in line.spans:
        row = line.workers.index(span.worker)
        for piece in clipped(span.slices, window_s):
            length_s, middle_ms = piece[1] - piece[0], 500 * (piece[0] + piece[1])
            if length_s < WIDE_ENOUGH * (window_s[1] - window_s[0]):
                continue
            if piece in span.slices:  # not cut by the window
                text = f"{1000 * length_s:.1f}"
                axis.text(middle_ms, row, text, ha="center", va="center_baseline", bbox=box)
            if together:
                text, last = str(row + 1), len(line.workers)
                axis.text(middle_ms, last, text, ha="center", va="center_baseline", bbox=box)


def _connect(figure: Figure, whole: Axes, near: Axes, window_s: Piece) -> None:
    """Frame the window in the whole run, and lead lines from it to the close-up's corners."""
    start_ms, end_ms = 1000 * window_s[0], 1000 * window_s[1]
    bottom, top = whole.get_ylim()
    whole.fill_between([start_ms, end_ms], bottom, top, facecolor="none", edgecolor=INK, lw=1.2)
    for x_ms, corner in ((start_ms, 0), (end_ms, 1)):
        line = ConnectionPatch(
            (x_ms, bottom), (corner, 1), "data", "axes fraction", axesA=whole, axesB=near,
            color=INK, linewidth=0.8, linestyle=(0, (3, 2)),
        )  # fmt: skip
        figure.add_artist(line)
