"""What `lab.interleave` steps through: shared things, and threads that stop before each step.

Outside of such a thread a State, a Lock and a Queue do what they do without stopping.
"""

import linecache
import sys
import threading
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

LIMIT_S = 5.0  # for what a function does between two steps
_here = threading.local()


class Step(NamedTuple):
    """What one thread did, and in which line."""

    thread: str
    line: str
    did: str


class State:
    """What the functions share: its attributes. Each access to one is a step."""

    def __init__(self, **values: object) -> None:
        self.__dict__.update(values)

    def __getattribute__(self, name: str) -> object:
        value = object.__getattribute__(self, name)
        if name.startswith("__") or isinstance(value, Lock | Queue):
            return value  # these have steps of their own
        stop(name)
        value = object.__getattribute__(self, name)
        note(f"reads {name}: {value!r:.40}")
        return value

    def __setattr__(self, name: str, value: object) -> None:
        stop(name)
        object.__setattr__(self, name, value)
        note(f"writes {name}: {value!r:.40}")


class Lock:
    """A lock that the search knows: whoever wants it may go on only when it is free."""

    def __init__(self, name: str = "the lock") -> None:
        self.name, self.held = name, False

    def __enter__(self) -> "Lock":
        stop(self.name, lambda: not self.held)
        self.held = True
        note(f"takes {self.name}")
        return self

    def __exit__(self, *_: object) -> None:
        self.held = False


class Queue:
    """A queue that the search knows: `get` may go on only when something is there."""

    def __init__(self) -> None:
        self.items: deque = deque()

    def put(self, item: object) -> None:
        stop("the queue")
        self.items.append(item)
        note(f"puts {item!r:.40}")

    def get(self) -> object:
        stop("the queue", lambda: bool(self.items))
        item = self.items.popleft()
        note(f"gets {item!r:.40}")
        return item


class _Abandoned(BaseException):
    """Ends a thread whose order has come to an end without it."""


class Worker:
    """A function in a thread of its own, which stops before each step until it is told to go on."""

    def __init__(self, name: str, function: Callable, state: State, steps: list[Step]) -> None:
        self.name, self.steps, self.error = name, steps, None
        self.done = self.abandoned = False
        self.wants, self.may_go = "", bool
        self.go, self.stopped = threading.Semaphore(0), threading.Semaphore(0)
        self.thread = threading.Thread(target=self._work, args=(function, state), daemon=True)
        self.thread.start()
        self._wait()  # it stands before its first step

    def _work(self, function: Callable, state: State) -> None:
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
        self._wait()

    def _wait(self) -> None:
        if not self.stopped.acquire(timeout=LIMIT_S):
            raise RuntimeError(f"{self.name} goes on for {LIMIT_S:g} s without a step")

    def end(self) -> None:
        self.abandoned = True
        self.go.release()
        self.thread.join(LIMIT_S)


def stop(wanted: str, may_go: Callable[[], bool] = lambda: True) -> None:
    """Stop before a step on something shared, until it is this thread's turn."""
    worker = getattr(_here, "worker", None)
    if worker is None or worker.abandoned:
        return  # not one of the threads that are tried
    worker.wants, worker.may_go = wanted, may_go
    worker.stopped.release()
    worker.go.acquire()
    if worker.abandoned:
        raise _Abandoned


def note(did: str) -> None:
    """Write down a step that has just been made, with the line that made it."""
    worker = getattr(_here, "worker", None)
    if worker is None:
        return
    frame = sys._getframe(2)
    line = linecache.getline(frame.f_code.co_filename, frame.f_lineno).strip()
    worker.steps.append(Step(worker.name, line, did))
