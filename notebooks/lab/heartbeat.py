"""Measure an event loop's lag: how late a task is woken that asks for nothing but to be woken.

async with Heartbeat() as beats:
    await whatever_you_suspect()
print(beats.worst_ms)
"""

import asyncio
import time
from collections.abc import Mapping
from math import nan
from statistics import median

from matplotlib.figure import Figure

from lab.style import SERIES, house_style, new_figure

ASYNCIO = SERIES[3]  # as in all figures
LEAST_MS = 0.3  # a beat that is less late is on time, and has no stem


class Heartbeat:
    """Beat in the running loop for the length of an `async with` block.

    `late` holds a pair for each beat: when it came, in seconds since the first was asked for, and
    how many seconds after the time that it had asked for.
    """

    def __init__(self, every_s: float = 0.01):
        self.every_s = every_s
        self.late: list[tuple[float, float]] = []

    async def __aenter__(self) -> "Heartbeat":
        self._task = asyncio.create_task(self._beat(), name="heartbeat")
        await asyncio.sleep(2 * self.every_s)  # it beats before the work begins
        return self

    async def __aexit__(self, *_) -> None:
        await asyncio.sleep(2 * self.every_s)  # a beat that is overdue still comes
        self._task.cancel()
        await asyncio.wait([self._task])

    async def _beat(self) -> None:
        origin_s = time.perf_counter()
        while True:
            due_s = time.perf_counter() + self.every_s
            await asyncio.sleep(self.every_s)
            now_s = time.perf_counter()
            self.late.append((now_s - origin_s, max(0.0, now_s - due_s)))

    @property
    def worst_ms(self) -> float:
        """The latest beat: for so long the loop did nothing else."""
        return 1000 * max(late_s for _, late_s in self.late)

    @property
    def median_ms(self) -> float:
        """How late a usual beat was."""
        return 1000 * median(late_s for _, late_s in self.late)


@house_style
def draw(beats: Mapping[str, Heartbeat]) -> Figure:
    """Draw a strip for each run: a stem for each beat, as high as the beat was late."""
    figure, axes = new_figure(0.85 * len(beats) + 0.5, len(beats), sharex=True, sharey=True)
    for axis, (name, each) in zip(axes, beats.items(), strict=True):
        stems = [
            point
            for at_s, late_s in each.late
            if 1000 * late_s > LEAST_MS
            for point in ((at_s, LEAST_MS), (at_s, 1000 * late_s), (nan, nan))
        ]
        # As one line with gaps, for a page that is light.
        axis.plot(*zip(*stems or [(nan, nan)], strict=True), color=ASYNCIO, linewidth=1.6)
        axis.set_title(name, loc="left", fontsize=11, fontweight="bold")
        axis.set_title(f"latest {each.worst_ms:.1f} ms", loc="right", fontsize=11)
        axis.set_yscale("log")
        axis.set_yticks([1, 10, 100], ["1", "10", "100"])
        axis.minorticks_off()
    axes[0].set_ylim(LEAST_MS, 600)  # room for half a second
    axes[-1].set_xlim(left=0)
    axes[len(axes) // 2].set_ylabel("milliseconds late")
    axes[-1].set_xlabel("seconds")
    return figure
