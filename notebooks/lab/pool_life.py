"""Follow one thread pool's life: who was in the queue, which worker lived when, and what it ran.

A `Job` is a `Life` that also notes its worker, so here too a lab decides when each call ends.
Times are readings of `time.perf_counter`, in seconds.
"""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lab.lives import Life
from lab.style import INK, PAPER, SERIES, house_style, new_figure

THREADS = SERIES[0]  # as in all figures


@dataclass
class Job(Life):
    """A call that waits at its gate and notes the name of the thread that ran it."""

    outcome: Callable[[], object] = int  # what comes out does not matter here
    worker: str = ""

    def submit_to(self, pool: Executor) -> None:
        """Submit this call to a pool, and let it note when it is done."""
        self.note("submitted")
        pool.submit(self).add_done_callback(self.finish)

    def __call__(self) -> object:
        """Note the worker, then do what a Life does."""
        self.worker = threading.current_thread().name
        return super().__call__()

    def waited_for(self, jobs: Sequence["Job"]) -> bool:
        """Tell whether this job began only after another one, which came before it, had ended."""
        submitted_s, started_s = self.at_s["submitted"], self.at_s["started"]
        return any(submitted_s < other.at_s["done"] <= started_s for other in jobs)


def let_finish(*jobs: Job, limit_s: float = 30.0) -> None:
    """Wait until the jobs run, open their gates, and wait until they have ended, callbacks too.

    Raises TimeoutError if that takes longer than `limit_s` seconds.
    """
    end_s = time.monotonic() + limit_s
    for job in jobs:
        job.started.wait(max(0.0, end_s - time.monotonic()))
        job.note("opened")
        job.gate.set()
    while not all(job.end for job in jobs):
        if time.monotonic() > end_s:
            raise TimeoutError(f"not all of the calls have ended after {limit_s:g} s")
        time.sleep(0.001)


def ran_by(jobs: Sequence[Job]) -> dict[str, list[str]]:
    """Return the names of the jobs that each worker ran, by its name, in order."""
    workers = sorted({job.worker for job in jobs})
    return {worker: [job.name for job in jobs if job.worker == worker] for worker in workers}


@house_style
def draw(jobs: Sequence[Job], marks_s: Mapping[str, float]) -> Figure:
    """Draw lanes for the queue above a row for each worker, from its first call on.

    A worker is made for a call. `marks_s` names moments; the first is time zero, and at the last
    the pool and its workers are gone.
    """
    zero_s, *_, end_s = marks_s.values()
    lanes, workers = _lanes(jobs), ran_by(jobs)
    names = [*(f"queue, place {lane}" for lane in range(1, max(lanes) + 2)), *workers]
    figure, (axis,) = new_figure(0.5 * len(names) + 1.3)
    for row, worker in enumerate(workers, max(lanes) + 1):
        its_own = [job for job in jobs if job.worker == worker]
        born_s = min(job.at_s["started"] for job in its_own)
        _draw_worker(axis, row, its_own, zero_s)
        axis.plot(_ms([born_s, end_s], zero_s), [row, row], color=INK, zorder=0)
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
    """Give each job that had to wait for another one a lane of its own; -1: it did not wait."""
    lanes, used = [], 0
    for job in jobs:
        waited = job.waited_for(jobs)
        lanes.append(used if waited else -1)
        used += waited
    return lanes


def _draw_worker(axis: Axes, row: int, jobs: Sequence[Job], zero_s: float) -> None:
    """Draw what a worker ran as blocks, each with its name."""
    for job in jobs:
        start, end = _ms([job.at_s["started"], job.at_s["done"]], zero_s)
        axis.barh(row, end - start, left=start, height=0.62, color=THREADS, edgecolor=PAPER, lw=1.6)
        box = {"boxstyle": "round,pad=0.2", "facecolor": PAPER, "edgecolor": "none"}
        axis.text((start + end) / 2, row, job.name, ha="center", va="center", bbox=box)


def _draw_waiting(axis: Axes, lane: int, job: Job, zero_s: float) -> None:
    """Draw a job's time in the queue as a dotted line, with its name before it."""
    times = _ms([job.at_s["submitted"], job.at_s["started"]], zero_s)
    axis.plot(times, [lane, lane], ":", color=INK, linewidth=2.4)
    beside = {"textcoords": "offset points", "ha": "right", "va": "center"}
    axis.annotate(job.name, (times[0], lane), (-6, 0), **beside)


def _draw_mark(axis: Axes, what: str, at_ms: float, rows: int) -> None:
    """Draw a thin line through all rows, with its name above if it has one."""
    axis.plot([at_ms, at_ms], [-0.7, rows - 0.5], color=INK, lw=0.6, ls="--", zorder=0)
    axis.text(at_ms, -0.8, what, ha="center", va="bottom")
