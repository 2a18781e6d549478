"""A thread that stops before each step on something shared, until it is told to go on."""

import linecache
import sys
import threading
from collections.abc import Callable, Sequence
from typing import NamedTuple

from lab.ending import raise_in

LIMIT_S = 2.0  # for what a function does between two steps
ENDLESS = (
    "{} goes on for {:g} s without a step: it loops without a look at the state, or it waits for "
    "something that is no Lock or Queue of lab.interleave"
)
_here = threading.local()


class Step(NamedTuple):
    """What one thread did, and in which line."""

    thread: str
    line: str
    did: str


class Moment(NamedTuple):
    """Between two steps: where each thread stands, and what is shared then, as text.

    `at` has for each thread the number of a line, 0 once it has ended, and the name of what it
    waits for, or "".
    """

    at: list[tuple[int, str]]
    shared: dict[str, str]


def moment_of(workers: Sequence["Worker"], shared: dict[str, object]) -> Moment:
    """Return where all of them stand now."""
    at = [(0, "") if w.done else (w.line, "" if w.may_go() else w.wants) for w in workers]
    return Moment(at, {name: f"{value!r:.40}" for name, value in shared.items()})


class _Abandoned(BaseException):
    """Ends a thread whose order has come to an end without it."""


class Worker:
    """A function in a thread of its own, which stops before each step until it is told to go on.

    `line` is the number of the line of the function that it stands in.
    """

    def __init__(self, name: str, function: Callable, state: object, steps: list[Step]) -> None:
        self.name, self.steps, self.error = name, steps, None
        self.code = getattr(function, "__code__", None)
        self.done = self.abandoned = False
        self.wants, self.may_go, self.line = "", bool, 0
        self.go, self.stopped = threading.Semaphore(0), threading.Semaphore(0)
        self.thread = threading.Thread(target=self._work, args=(function, state), daemon=True)
        self.thread.start()

    def _work(self, function: Callable, state: object) -> None:
        _here.worker = self
        try:
            function(state)
        except _Abandoned:
            pass
        except Exception as error:
            self.error = error
        finally:
            self.done = True
            self.stopped.release()

    def step(self) -> None:
        self.go.release()
        self.wait()

    def wait(self) -> None:
        """Wait until it stands before its next step, or has ended; RuntimeError if it does not."""
        if not self.stopped.acquire(timeout=LIMIT_S):
            raise RuntimeError(ENDLESS.format(self.name, LIMIT_S))

    def end(self) -> None:
        """End the thread, even in the middle of a loop; not in a call that never comes back."""
        self.abandoned = True
        self.go.release()
        self.thread.join(LIMIT_S if self.done else 0.1)
        if self.thread.is_alive():
            raise_in(self.thread, _Abandoned)
            self.thread.join(0.1)


def stop(wanted: str, may_go: Callable[[], bool] = lambda: True) -> None:
    """Stop before a step on something shared, until it is this thread's turn."""
    worker = getattr(_here, "worker", None)
    if worker is None or worker.abandoned:
        return  # not one of the threads that are tried
    worker.wants, worker.may_go = wanted, may_go
    frame = caller = sys._getframe(2)
    while frame and frame.f_code is not worker.code:
        frame = frame.f_back
    worker.line = (frame or caller).f_lineno
    worker.stopped.release()
    worker.go.acquire()
    if worker.abandoned:
        raise _Abandoned


def note(did: str) -> None:
    """Write down a step that has just been made, with the line that made it."""
    worker = getattr(_here, "worker", None)
    if worker is None or worker.abandoned:
        return
    frame = sys._getframe(2)
    line = linecache.getline(frame.f_code.co_filename, frame.f_lineno).strip()
    worker.steps.append(Step(worker.name, line, did))


def who() -> str:
    """Return the name of the thread that is tried, or whose else it is."""
    worker = getattr(_here, "worker", None)
    return worker.name if worker else threading.current_thread().name
