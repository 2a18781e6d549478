"""Show runs that can be played back, and many runs among which the reader chooses.

The figure is the one that `draw` and `svg` make. Around it stands a custom element with the
measured spans as JSON; scripts in ``page/static`` bring it to life. Where no script runs, the
figure (or the explorer's table) stays as it is.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path

from IPython import get_ipython
from IPython.display import display
from matplotlib.figure import Figure

from lab import draw, svg
from lab.page import explorer, overlay, replay
from lab.page.turns import as_seen
from lab.records import Timeline
from lab.style import SERIES

STATIC = Path(__file__).parent / "page" / "static"


def show(
    *timelines: Timeline, name: str, alt: str, caption: str = "", figure: Figure | None = None
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
    controls, data = overlay.controls(plot, runs), replay.as_script(plot | {"runs": runs})
    html = f"<timeline-player>{drawing}{controls}{data}</timeline-player>"
    svg.show_html(html, name, alt, caption, picture=figure)
    _bring_to_life("timeline-player", name)


def explore(
    runs: Mapping[tuple[str, str, int], Timeline],
    name: str,
    alt: str,
    caption: str = "",
    baseline: str = "one by one",
    start: tuple[str, str, int] | None = None,
) -> None:
    """Display measured runs among which the reader chooses, and glue them as ``figure:name``.

    `runs` leads from (kind of task, kind of pool, number of workers) to what was measured. Every
    kind of task needs a run (task, `baseline`, 1) to compare with, and every combination of
    the tasks, pools and numbers of workers has to be there: ValueError names the missing ones.
    `start` is the run that is shown at first.
    """
    html = explorer.as_html(runs, baseline, start)
    svg.show_html(html, name, alt, caption + explorer.note(runs))
    _bring_to_life("pool-explorer", name)


def _without_ids(drawing: str) -> str:
    """Return a timeline's SVG without ids, so that a page may show it twice.

    Nothing needs clipping: `draw` cuts the blocks.
    """
    return re.sub(r'(?s)<defs><clipPath id=.*?</defs>| clip-path="[^"]*"', "", drawing)


def _bring_to_life(element: str, name: str) -> None:
    """Give the script to JupyterLab, which knows nothing of the site's.

    MyST-NB takes what has a `mime_prefix` for a glued value, and leaves it out of the page.
    """
    if get_ipython() is None:  # a plain script shows nothing
        return
    script, style = STATIC / f"{element}.js", STATIC / "player.css"
    colours = "".join(f"--lab-{number}:{colour};" for number, colour in enumerate(SERIES, 1))
    sheet = f":root{{{colours}--lab-paper:var(--jp-layout-color0)}}{style.read_text('utf-8')}"
    code = f"""if (!customElements.get("{element}")) {{
        document.head.append(Object.assign(document.createElement("style"),
            {{textContent: {json.dumps(sheet)}}}));
        {script.read_text("utf-8")} }}"""
    scrapbook = {"name": f"player:{name}", "mime_prefix": "application/"}
    display({"application/javascript": code}, metadata={"scrapbook": scrapbook}, raw=True)
