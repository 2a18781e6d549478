"""What the checks of labs 11 and 13 need: executors of a certain kind, and a few watchers."""

import os
import pickle
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path

opened: list[str] = []
"""The names of files that were opened to write in them, since this module was imported."""
moved_from: list[Path] = []
"""The folders from which files were moved, since this module was imported."""


class PlainPool(Executor):
    """Runs each call at once, packed as for a journey; it knows `submit` and nothing else.

    `calls` has the arguments of each call. It raises AssertionError, the hint of a check, for what
    not every executor can do.
    """

    def __init__(self):
        self.calls, self.closed = [], False

    def submit(self, func, /, *args):
        self.calls.append(args)
        try:
            func, args = pickle.loads(pickle.dumps((func, args)))
        except Exception as error:
            hint = "what you send cannot be packed: send functions of a module, such as results_of"
            raise AssertionError(hint) from error
        future = Future()
        try:
            future.set_result(pickle.loads(pickle.dumps(func(*args))))
        except Exception as error:
            future.set_exception(error)
        return future

    def map(self, *args, **options):
        raise AssertionError("use submit alone: not every executor's map is alike")

    def shutdown(self, *args, **options):
        self.closed = True


class RefusingPool(ThreadPoolExecutor):
    """A pool in which every call ends with `refusal`, unless that is None.

    `made` counts how often it was taken from `make`; `closed` tells whether it was shut down.
    """

    def __init__(self, refusal: Exception | None):
        super().__init__(max_workers=2)
        self.refusal, self.made, self.closed = refusal, 0, False

    def make(self) -> "RefusingPool":
        self.made += 1
        return self

    def submit(self, func, /, *args, **options):
        if self.refusal is None:
            return super().submit(func, *args, **options)
        future = Future()
        future.set_exception(self.refusal)
        return future

    def shutdown(self, *args, **options):
        self.closed = True
        super().shutdown(*args, **options)


def together(count: int) -> Callable[[object], bool]:
    """Return a function of one item that tells whether `count` calls have met in it."""
    barrier = threading.Barrier(count)

    def met(item: object) -> bool:
        try:
            barrier.wait(timeout=2)
        except threading.BrokenBarrierError:
            return False
        return True

    return met


def _note_files(event: str, details: tuple) -> None:
    """Keep the name of a file that is opened to write, and the folder of one that is moved."""
    if event == "os.rename":
        moved_from.append(Path(os.fsdecode(details[0])).resolve().parent)
    if event != "open" or not isinstance(details[0], str | bytes | os.PathLike):
        return
    if details[1] is None or set("wax+") & set(details[1]):
        opened.append(Path(os.fsdecode(details[0])).name)


sys.addaudithook(_note_files)
