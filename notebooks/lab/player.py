"""Show runs that can be played back, and many runs among which the reader chooses.

The figure is the one that `draw` and `svg` make. Around it stands a custom element with the
measured spans as JSON; scripts in ``page/static`` bring it to life. Where no script runs, the
figure (or the explorer's table) stays as it is.
"""

import re
from collections.abc import Mapping

from matplotlib.figure import Figure

from lab import draw, svg
from lab.page import below, explorer, overlay, replay, wake
from lab.page.turns import as_seen
from lab.records import Timeline


def show(
    *timelines: Timeline,
    name: str,
    alt: str,
    caption: str = "",
    figure: Figure | None = None,
    title: str = "",
) -> None:
    """Display runs as one figure with a player under it, and glue it as ``figure:name``.

    `figure` is what to play over; without it, it is ``draw.timeline(*timelines)``. It has one
    axes for each run, which shows seconds or milliseconds, and the workers' names at its rows.
    Where rows are tasks, name each span's worker after its task.
    Else as `svg.show`; raises ValueError for no runs and for an empty `alt`.
    """
    figure = figure or draw.timeline(*timelines)
    drawing = _without_ids(svg.as_svg(figure, name, alt))  # makes the layout final, too
    plot = overlay.plot_record(figure)
    window_s = (plot["start"] / replay.TENTHS_PER_S, plot["end"] / replay.TENTHS_PER_S)
    step = replay.step_of(window_s[1] - window_s[0])
    runs = [
        replay.run_record(line, step) | overlay.rows_record(axis, line)
        for axis, line in zip(figure.axes, as_seen(timelines, window_s), strict=True)
    ]
    controls, data = overlay.controls(**plot), replay.as_script(plot | {"runs": runs})
    html = f"<timeline-player>{drawing}{controls}{data}</timeline-player>"
    html += below.as_html(timelines, name, window_s)
    svg.show_html(html, name, alt, caption, title=title, picture=figure)
    wake.bring_to_life("timeline-player", name)


def explore(
    runs: Mapping[tuple[str, str, int], Timeline],
    name: str,
    alt: str,
    caption: str = "",
    baseline: str = "one by one",
    start: tuple[str, str, int] | None = None,
    title: str = "",
) -> None:
    """Display measured runs among which the reader chooses, and glue them as ``figure:name``.

    `runs` leads from (kind of task, kind of pool, number of workers) to what was measured. Every
    kind of task needs a run (task, `baseline`, 1) to compare with, and every combination of
    the tasks, pools and numbers of workers has to be there: ValueError names the missing ones.
    `start` is the run that is shown at first.
    """
    html = explorer.as_html(runs, baseline, start)
    svg.show_html(html, name, alt, caption + explorer.note(runs), title=title)
    for element in ("timeline-player", "pool-explorer"):
        wake.bring_to_life(element, name)


def _without_ids(drawing: str) -> str:
    """Return a timeline's SVG without ids, so that a page may show it twice.

    Nothing needs clipping: `draw` cuts the blocks.
    """
    return re.sub(r'(?s)<defs><clipPath id=.*?</defs>| clip-path="[^"]*"', "", drawing)
