"""See what one event loop does: when each of its tasks ran, and when it waited.

`run` gives coroutines to the loop that runs already, and returns a `Timeline` with a row for each
task. As in `trace`, a slice is a stretch in which the task ran. All of them ran in one thread.
"""

import asyncio
import time
import types
from collections.abc import Coroutine, Iterable, Mapping
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch

from lab.draw import TALL, blocks, waiting
from lab.records import Span, Timeline
from lab.style import SERIES, house_style, new_figure

ASYNCIO = SERIES[3]  # as in all figures
# A step of some microseconds could not be seen: it is drawn as wide as this share of the run.
LEAST_SHARE = 1 / 250


@types.coroutine
def _stepwise(coroutine: Coroutine, steps: list[tuple[float, float, float]]):
    """Do what `await coroutine` does; note start, end and CPU time of each of its steps."""
    resume, value = coroutine.send, None
    while True:
        start_s, cpu_start_s = time.perf_counter(), time.thread_time()
        try:
            waits_for = resume(value)
        except StopIteration as end:
            return end.value
        finally:
            cpu_s = time.thread_time() - cpu_start_s
            steps.append((start_s, time.perf_counter(), cpu_s))
        try:
            resume, value = coroutine.send, (yield waits_for)
        except BaseException as error:  # a cancellation, too, is for the coroutine
            resume, value = coroutine.throw, error


async def record(label: str, coroutine: Coroutine, spans: list[Span]) -> object:
    """Await a coroutine in this task, and add the span it took to `spans`, however it ends."""
    steps = []
    try:
        return await _stepwise(coroutine, steps)
    finally:
        slices = tuple((start_s, end_s) for start_s, end_s, _ in steps)
        cpu_s = sum(cpu_s for _, _, cpu_s in steps)
        spans.append(Span(label, label, slices[0][0], slices[-1][1], cpu_s, slices))


async def run(coroutines: Mapping[str, Coroutine], title: str = "") -> Timeline:
    """Run coroutines side by side, and return the Timeline with a row named after each.

    The results are in the order of the mapping. Raises an ExceptionGroup if one of them fails.
    """
    spans, origin_s = [], time.perf_counter()
    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(record(label, each, spans), name=label)
            for label, each in coroutines.items()
        ]
    elapsed_s = time.perf_counter() - origin_s
    shifted = tuple(span.shifted(origin_s, span.task) for span in spans)
    return Timeline(title, shifted, elapsed_s, tuple(task.result() for task in tasks))


def overlapping(line: Timeline) -> int:
    """Return how many steps began before the step that came before them had ended."""
    slices = sorted(piece for span in line.spans for piece in span.slices)
    return sum(after[0] < before[1] for before, after in pairwise(slices))


@house_style
def draw(*lines: Timeline) -> Figure:
    """Draw each run with a row for each task: tall where it ran, a thin outline where it waited."""
    heights = [0.34 * len(line.spans) + 0.42 for line in lines]
    figure, axes = new_figure(sum(heights) + 0.45, len(lines), sharex=True, height_ratios=heights)
    end_s = max(line.elapsed_s for line in lines)
    unit, name = (1000, "milliseconds") if end_s < 0.5 else (1, "seconds")
    for axis, line in zip(axes, lines, strict=True):
        for span in line.spans:
            _draw_span(axis, span, line.workers.index(span.worker), unit, end_s * LEAST_SHARE)
        _write_around(axis, line)
    axes[-1].set_xlim(0, end_s * unit)
    axes[-1].set_xlabel(name)
    return figure


def _write_around(axis: Axes, line: Timeline) -> None:
    """Write a run's title and figures above it, and the names of its tasks beside it."""
    axis.set_title(line.title, loc="left", fontsize=11, fontweight="bold")
    figures = f"{line.elapsed_s:.2f} s, {line.cores_used:.2f} cores used"
    axis.set_title(figures, loc="right", fontsize=11)
    axis.set_yticks(range(len(line.workers)), line.workers)
    axis.set_ylim(len(line.workers) - 0.45, -0.55)
    axis.tick_params(axis="y", length=0)
    axis.spines["left"].set_visible(False)


def _draw_span(axis: Axes, span: Span, row: int, unit: float, least_s: float) -> None:
    """Draw one task: a thin outline for its life, a tall block for each step."""
    axis.add_patch(waiting([(span.start_s, span.end_s)], row, ASYNCIO, unit))
    path = blocks(wide_enough(span.slices, least_s), row, TALL, unit)
    axis.add_patch(PathPatch(path, facecolor=ASYNCIO, edgecolor="none"))


def wide_enough(slices: Iterable[tuple[float, float]], least_s: float) -> list[tuple[float, float]]:
    """Return slices that can be seen: each at least so long, and joined where two then touch."""
    seen = []
    for start_s, end_s in slices:
        end_s = max(end_s, start_s + least_s)
        if seen and start_s <= seen[-1][1]:
            start_s, _ = seen.pop()
        seen.append((start_s, end_s))
    return seen
