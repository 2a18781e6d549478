"""Lay a player over a drawn timeline: where the drawing shows what, and the controls below it.

Places are in points from the figure's top left corner, as in its SVG; times are in tenths of a
millisecond, as in `replay`.
"""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lab.page import replay
from lab.records import Timeline

POINTS_PER_IN = 72
# How many times slower than real time, and what the reader is told.
SPEEDS = {1: "real time", 4: "1/4", 20: "1/20", 100: "1/100"}

CONTROLS = """
<div class="player-controls" style="--before:{before:.2%};--after:{after:.2%}">
<input type="range" aria-label="Time" min="0" max="1" value="1" disabled>
<p class="player-clock" aria-hidden="true">&nbsp;</p>
<div class="player-buttons"><button type="button" name="play" disabled>Play</button>
<button type="button" name="back" title="The task before; with Shift, the turn before" disabled>\
Previous</button>
<button type="button" name="next" title="The next task; with Shift, the next turn" disabled>\
Next</button>
<label>Speed <select disabled>{speeds}</select></label></div>
<p role="status" class="player-status"></p></div>
"""


def plot_record(figure: Figure) -> dict:
    """Return where the drawing shows which time: points from the left, tenths of a ms."""
    axis = figure.axes[-1]
    unit = 1000 if axis.get_xlabel().startswith("milliseconds") else 1
    start, end = (replay.tenths(edge / unit) for edge in axis.get_xlim())
    width = figure.get_figwidth() * POINTS_PER_IN
    box = axis.get_position()
    left, right = round(box.x0 * width, 1), round(box.x1 * width, 1)
    return {"start": start, "end": end, "left": left, "right": right, "width": width}


def rows_record(axis: Axes, line: Timeline) -> dict:
    """Return the top and the height of a run's axes, and the middle of each worker's row.

    A worker's row is the one that has its name; KeyError if there is none.
    """
    box, height = axis.get_position(), axis.figure.get_figheight() * POINTS_PER_IN
    low, high = axis.get_ylim()
    labels = (label.get_text() for label in axis.get_yticklabels())
    rows = dict(zip(labels, axis.get_yticks(), strict=True))
    shares = [(rows[worker] - low) / (high - low) for worker in line.workers]
    return {
        "top": round((1 - box.y1) * height, 1),
        "height": round(box.height * height, 1),
        "middles": [round((1 - box.y0 - share * box.height) * height, 1) for share in shares],
    }


def controls(left: float, right: float, width: float, **_: float) -> str:
    """Return the controls: in the page from the start, so that nothing moves when they wake.

    `left` and `right` are the ends of the time axis in a drawing of that `width`.
    """
    speeds = (f'<option value="{slow}">{words}</option>' for slow, words in SPEEDS.items())
    before, after = left / width, 1 - right / width
    return CONTROLS.format(before=before, after=after, speeds="".join(speeds))
