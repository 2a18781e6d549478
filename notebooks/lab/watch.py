"""See inside a pool of your own program. One line of it changes:

    with watch(ThreadPoolExecutor(4)) as pool:
        ...  # as before
    print(pool.report())

`pool.timeline` says who worked when: for `draw`, `player` and `trace_events`. Works with pools of
threads, interpreters and processes; all that travels must pickle, as ever. Each call costs some
microseconds more in a thread, and in another process it also adds a line to a file.
"""

import functools
import itertools
import json
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import TextIO

from lab import machine, trace
from lab.records import Span, Timeline
from lab.warnings_in_words import Seen, Warned, in_words

NOTHING_YET = Timeline("", (), 0.0, ())


class Watched(Executor):
    """A pool that notes who worked when; otherwise it is the pool that it was given.

    Its Futures are those of the pool. What it notes is there when it has been shut down.
    """

    def __init__(self, pool: Executor, title: str = "") -> None:
        self.pool, self.kind, self.timeline = pool, trace.kind_of(pool), NOTHING_YET
        self.title = title or f"A pool of {self.kind}"
        self.submitted_s: dict[str, float] = {}
        self._numbers, self._spans = itertools.count(1), []
        self._folder = tempfile.TemporaryDirectory("", "watch-", ignore_cleanup_errors=True)
        here = self.kind == "threads"
        self._keep = self._spans.append if here else KeepInFile(self._folder.name)
        self._origin_s, self.closed_s = time.perf_counter(), 0.0

    def submit(self, fn: Callable, /, *args, **kwargs) -> Future:
        """Submit a call, and note when."""
        return self.pool.submit(Noted(fn, self._keep), *args, next(self._tasks()), **kwargs)

    def map(self, fn: Callable, *iterables: Iterable, **options) -> Iterator:
        """Map as the pool does, with all of its options."""
        if not iterables:
            return self.pool.map(fn, **options)
        return self.pool.map(Noted(fn, self._keep), *iterables, self._tasks(), **options)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Shut the pool down; if it waits, the timeline is there afterwards."""
        self.closed_s = self.closed_s or time.perf_counter() - self._origin_s
        self.pool.shutdown(wait=wait, cancel_futures=cancel_futures)
        if wait and self.timeline is NOTHING_YET:
            spans = [*self._spans, *spans_in(Path(self._folder.name))]
            line = trace.assemble(self.title, ((None, span) for span in spans), self._origin_s)
            given = {"submitted_s": self.submitted_s, "closed_s": self.closed_s}
            noting_s = time_to_note(in_memory=self.kind == "threads")
            self.timeline = replace(line, results=(), kind=self.kind, noting_s=noting_s, **given)
            self._folder.cleanup()

    def _tasks(self) -> Iterator[str]:
        """Yield the name of the next task, and note when it was asked for."""
        for number in self._numbers:
            self.submitted_s[str(number)] = time.perf_counter() - self._origin_s
            yield str(number)

    def warnings(self) -> list[Warned]:
        """Return what looks wrong in the timeline, in words."""
        return in_words(Seen(self.timeline, machine.usable_cores(), machine.gil_enabled()))

    def report(self) -> str:
        """Return what was seen, with the warnings, a line each."""
        line = self.timeline
        seen = (
            f"{line.title}: {len(line.spans)} tasks on {len(line.workers)} workers, "
            f"{line.elapsed_s:.2f} s, {line.cores_used:.2f} cores used"
        )
        told = [f"- {warned}" for warned in self.warnings()]
        return "\n".join([seen, *(told or ["- Nothing looks wrong."])])


watch = Watched  # as it is said: with watch(pool) as pool


class Noted:
    """A function that notes each of its calls; the last argument is the task's name."""

    def __init__(self, func: Callable, keep: Callable[[Span], None]) -> None:
        self.func, self.keep = func, keep

    def __call__(self, *args, **kwargs) -> object:
        """Call the function; what it raises is passed on, and noted as well."""
        *args, task = args
        start_s, cpu_start_s = time.perf_counter(), time.thread_time()
        try:
            return self.func(*args, **kwargs)
        finally:
            end_s, cpu_s = time.perf_counter(), time.thread_time() - cpu_start_s
            worker = f"{os.getpid()}/{threading.get_native_id()}"
            self.keep(Span(task, worker, start_s, end_s, cpu_s))


class KeepInFile:
    """Keeps spans in a folder, from any process: each worker has a file there."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def __call__(self, span: Span) -> None:
        """Add a span to the file of its worker."""
        note(span, opened(os.path.join(self.folder, span.worker.replace("/", "-"))))


def note(span: Span, file: TextIO) -> None:
    """Add a span to a file, as one line."""
    values = (span.task, span.worker, span.start_s, span.end_s, span.cpu_s)
    file.write(json.dumps(values) + "\n")


@functools.cache
def opened(path: str) -> TextIO:
    """Return a worker's file, open as long as the worker lives; each line is there at once."""
    return open(path, "a", buffering=1, encoding="utf-8")


def spans_in(folder: Path) -> Iterator[Span]:
    """Yield the spans that workers have kept; a worker that was killed may leave half a line."""
    for path in folder.iterdir():
        for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
            if line.endswith("\n"):
                yield Span(*json.loads(line))


def time_to_note(in_memory: bool) -> float:
    """Return how many seconds it takes to note a call of nothing: the median of 50."""
    took_s = []
    with tempfile.TemporaryFile("w", buffering=1, encoding="utf-8") as file:
        noted = Noted(abs, [].append if in_memory else lambda span: note(span, file))
        for _ in range(50):
            start_s = time.perf_counter()
            noted(0, "")
            took_s.append(time.perf_counter() - start_s)
    return median(took_s)
