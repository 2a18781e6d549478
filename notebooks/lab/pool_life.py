"""Draw one thread pool's life: who stood in the queue, which worker lived when, and what it ran.

A `Job` is a `Life` that also notes its worker, so here too a lab decides when each call ends.
Times are readings of `time.perf_counter`, in seconds.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lab.lives import PENDING, RUNNING, Life
from lab.style import INK, PAPER, house_style, new_figure


@dataclass
class Job(Life):
    """A call that waits at its gate and notes the name of the thread that ran it."""

    worker: str = ""

    def __call__(self) -> object:
        """Note the worker, then do what a Life does."""
        self.worker = threading.current_thread().name
        return super().__call__()


@house_style
def draw(
    jobs: Sequence[Job], born_at_s: Mapping[str, float], marks_s: Mapping[str, float]
) -> Figure:
    """Draw lanes for the queue above a row for each worker.

    `born_at_s` says when each worker came to life, in the order of the rows. `marks_s` names
    moments; the first is time zero, and at the last the pool and its workers are gone.
    """
    zero_s, *_, end_s = marks_s.values()
    lanes = _lanes(jobs)
    names = [*(f"queue, place {lane}" for lane in range(1, max(lanes) + 2)), *born_at_s]
    figure, (axis,) = new_figure(0.5 * len(names) + 1.3)
    for row, worker in enumerate(born_at_s, max(lanes) + 1):
        _draw_worker(axis, row, [job for job in jobs if job.worker == worker], zero_s)
        axis.plot(_ms([born_at_s[worker], end_s], zero_s), [row, row], color=INK, zorder=0)
    for job, lane in zip(jobs, lanes, strict=True):
        if lane >= 0:
            _draw_waiting(axis, lane, job, zero_s)
    # The last two may be close together: their names lean away from each other.
    lean = dict(zip(reversed(marks_s), ("left", "right"), strict=False))
    for what, at_s in marks_s.items():
        _draw_mark(axis, what, *_ms([at_s], zero_s), len(names))
        axis.texts[-1].set_ha(lean.get(what, "center"))
    axis.set_yticks(range(len(names)), names)
    axis.set(xlim=(0, _ms([end_s], zero_s)[0] * 1.02), ylim=(len(names) - 0.4, -1.3))
    axis.set_xlabel("milliseconds since the pool was made")
    axis.tick_params(axis="y", length=0)
    axis.spines["left"].set_visible(False)
    return figure


def _ms(times_s: Sequence[float], zero_s: float) -> list[float]:
    return [(at_s - zero_s) * 1000 for at_s in times_s]


def _lanes(jobs: Sequence[Job]) -> list[int]:
    """Give each job that another one kept waiting a lane of its own; -1 means that it did not wait.

    A job had to wait when it began only after another one, submitted before it, had ended.
    """
    lanes, used = [], 0
    for job in jobs:
        inside = (job.at_s["submitted"], job.at_s["started"])
        waited = any(inside[0] < other.at_s["done"] <= inside[1] for other in jobs)
        lanes.append(used if waited else -1)
        used += waited
    return lanes


def _draw_worker(axis: Axes, row: int, jobs: Sequence[Job], zero_s: float) -> None:
    """Draw what a worker ran as blocks, each with its name."""
    for job in jobs:
        start, end = _ms([job.at_s["started"], job.at_s["done"]], zero_s)
        axis.barh(row, end - start, left=start, height=0.62, color=RUNNING, edgecolor=PAPER, lw=1.6)
        box = {"boxstyle": "round,pad=0.2", "facecolor": PAPER, "edgecolor": "none"}
        axis.text((start + end) / 2, row, job.name, ha="center", va="center", bbox=box)


def _draw_waiting(axis: Axes, lane: int, job: Job, zero_s: float) -> None:
    """Draw a job's time in the queue as a dotted line, with its name before it."""
    times = _ms([job.at_s["submitted"], job.at_s["started"]], zero_s)
    axis.plot(times, [lane, lane], ":", color=PENDING, linewidth=3)
    beside = {"textcoords": "offset points", "ha": "right", "va": "center"}
    axis.annotate(job.name, (times[0], lane), (-6, 0), **beside)


def _draw_mark(axis: Axes, what: str, at_ms: float, rows: int) -> None:
    """Draw a thin line through all rows, with its name above if it has one."""
    axis.plot([at_ms, at_ms], [-0.7, rows - 0.5], color=INK, lw=0.6, ls="--", zorder=0)
    axis.text(at_ms, -0.8, what, ha="center", va="bottom")
