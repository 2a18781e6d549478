"""Draw the shape of a chapter's own work for its title: when each worker of one run was running.

It has no words and nothing beside it, so it gives the answer to no question away.
"""

import json
from itertools import accumulate, pairwise

from bs4 import Tag

WIDTH, ROW = 1000, 10  # of the drawing; CSS stretches it


def shape_of(article: Tag) -> str:
    """Return the run with the most workers of those that can be played, as SVG; "" without one."""
    data = [json.loads(script.string) for script in article.select("timeline-player > script")]
    runs = [(run, each["start"], each["end"]) for each in data for run in each["runs"]]
    return drawn(*max(runs, key=lambda each: len(each[0]["workers"]))) if runs else ""


def drawn(run: dict, start: int, end: int) -> str:
    """Return a run's pieces between two moments: a row for each worker."""
    steps = []
    for _, worker, *lengths in run["spans"]:
        edges = [min(max(edge, start), end) for edge in accumulate(lengths, abs_sum)]
        for left, right in list(pairwise(edges))[::2]:  # every second one is a wait
            x, width = (WIDTH * time / (end - start) for time in (left - start, right - left))
            steps.append(f"M{x:.1f} {worker * ROW}h{width:.1f}v{ROW - 2}h-{width:.1f}z")
    height, colour = ROW * len(run["workers"]), f"var(--lab-{run['colour']})"
    return (
        f'<svg class="shape" viewBox="0 0 {WIDTH} {height}" preserveAspectRatio="none" '
        f'aria-hidden="true"><path d="{"".join(steps)}" fill="{colour}"/></svg>'
    )


def abs_sum(time: int, length: int) -> int:
    """Add a length that is negative where it stands for several turns."""
    return time + abs(length)
