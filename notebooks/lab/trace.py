"""See who worked when: each task's start and end, noted by the worker that ran it.

`run` gives tasks to a pool and returns a `Timeline`. For a computing task that is written as a
generator (such as `workloads.prime_steps`) it also shows the slices of time in which the task
really had a core, and the gaps in which it waited.
"""

import inspect
import itertools
import os
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from dataclasses import replace

from lab.my_turn import my_turn
from lab.records import Span, Timeline

# A gap between two steps counts as waiting when it is longer than this and than two usual steps.
SHORTEST_WAIT_S = 0.0015
# By the names of the pools, so that no worker loads what it does not need.
KINDS = {
    "InterpreterPoolExecutor": "interpreters",  # itself a kind of ThreadPoolExecutor
    "ThreadPoolExecutor": "threads",
    "ProcessPoolExecutor": "processes",
}


def record(label: str, func: Callable, *args) -> tuple[object, Span]:
    """Run ``func(*args)`` here, and return its value and the span it took.

    A generator is run to its end, with a look at the clock after each step; its value is what
    it returns. The span's times are readings of `time.perf_counter`, which every process on
    one computer reads from the same clock. What the task raises is passed on.
    """
    start_s, cpu_start_s = time.perf_counter(), time.thread_time()
    value, ticks_s = func(*args), []
    if inspect.isgenerator(value):
        value, ticks_s = _run_steps(value)
    end_s, cpu_s = time.perf_counter(), time.thread_time() - cpu_start_s
    worker = f"{os.getpid()}/{threading.get_native_id()}"
    slices = running_slices([start_s, *ticks_s, end_s]) if ticks_s else ()
    return value, Span(label, worker, start_s, end_s, cpu_s, slices)


def _run_steps(steps) -> tuple[object, list[float]]:
    """Exhaust a generator: return its value, and the time after each step."""
    ticks_s = []
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value, ticks_s
        ticks_s.append(time.perf_counter())


def running_slices(ticks_s: Sequence[float]) -> tuple[tuple[float, float], ...]:
    """Split a row of clock readings into the stretches without a long gap.

    A gap is long when it takes over twice the usual step and over 1.5 ms more than it: there
    the task was waiting for the GIL, or for a core. Its last step is counted as running.
    """
    gaps_s = [after - before for before, after in itertools.pairwise(ticks_s)]
    step_s = sorted(gaps_s)[len(gaps_s) // 2]  # for each new worker, faster than `statistics`
    longest_step_s = max(2 * step_s, step_s + SHORTEST_WAIT_S)
    slices, start_s = [], ticks_s[0]
    for before_s, after_s in itertools.pairwise(ticks_s):
        if after_s - before_s > longest_step_s:
            if before_s > start_s:
                slices.append((start_s, before_s))
            start_s = after_s - step_s
    return (*slices, (start_s, ticks_s[-1]))


def assemble(title: str, recorded: Iterable[tuple[object, Span]], origin_s: float) -> Timeline:
    """Merge what `record` returned into a Timeline that begins at `origin_s` and ends now."""
    elapsed_s = time.perf_counter() - origin_s
    values, spans = [], []
    for value, span in recorded:
        values.append(value)
        spans.append(span)
    ids = dict.fromkeys(span.worker for span in sorted(spans, key=lambda span: span.start_s))
    names = {worker: f"worker {number}" for number, worker in enumerate(ids, 1)}
    shifted = tuple(span.shifted(origin_s, names[span.worker]) for span in spans)
    return Timeline(title, shifted, elapsed_s, tuple(values))


@my_turn()
def run(
    make_pool: Callable[[], AbstractContextManager[Executor]] | None,
    func: Callable,
    items: Iterable,
    title: str = "",
    labels: Sequence[str] | None = None,
) -> Timeline:
    """Run ``func(item)`` for every item and return the Timeline, results in the items' order.

    `make_pool` makes the pool, whose start and end are part of the run; None means one by one,
    in this thread. Tasks are named by `labels`, else 1, 2, 3 … Raises what the first failed
    task raised, and ValueError when there are not as many labels as items.
    """
    items = list(items)
    labels = labels or [str(number) for number in range(1, len(items) + 1)]
    tasks = list(zip(labels, items, strict=True))
    origin_s = time.perf_counter()
    if make_pool is None:
        recorded = [record(label, func, item) for label, item in tasks]
        return assemble(title, recorded, origin_s)
    with make_pool() as pool:
        recorded, known = _through(pool, func, tasks, origin_s)
    return replace(assemble(title, recorded, origin_s), **known)


def _through(pool: Executor, func: Callable, tasks: Iterable, origin_s: float) -> tuple[list, dict]:
    """Run tasks in a pool: return what `record` returned, and what a Timeline knows of a pool."""
    futures, submitted_s = [], {}
    for label, item in tasks:
        submitted_s[label] = time.perf_counter() - origin_s
        futures.append(pool.submit(record, label, func, item))
    recorded = [future.result() for future in futures]
    closed_s = time.perf_counter() - origin_s
    return recorded, {"kind": kind_of(pool), "submitted_s": submitted_s, "closed_s": closed_s}


def kind_of(pool: Executor) -> str:
    """Return what kind of workers a pool has, such as "threads"; "workers" if it is unknown."""
    names = [each.__name__ for each in type(pool).__mro__]
    return next((KINDS[name] for name in names if name in KINDS), "workers")
