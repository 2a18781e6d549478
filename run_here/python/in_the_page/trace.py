"""Note when each worker of a pool began and ended each task, for the timeline."""

import itertools
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import process, thread

from in_the_page import system


class Noted:
    """A function of a task that tells the page when it runs."""

    def __init__(self, function: Callable, task: str) -> None:
        self.function, self.task = function, task

    def __call__(self, *args: object, **kwargs: object) -> object:
        begin = time.time()
        try:
            return self.function(*args, **kwargs)
        finally:
            worker = f"{os.getpid()}/{threading.get_ident()}"
            name = threading.current_thread().name
            system.tell("span", worker, name, self.task, begin, time.time())


def _arrive(item: process._CallItem, state: dict) -> None:
    """Unpack a call in the process that runs it."""
    item.__dict__.update(state, fn=Noted(state["fn"], str(state["work_id"] + 1)))


def install() -> None:
    """Look at what the two kinds of pools run, where they run it."""
    process._CallItem.__setstate__ = _arrive
    numbers, make = itertools.count(1), thread._WorkItem.__init__

    def numbered(item: thread._WorkItem, future: object, task: tuple) -> None:
        function, args, kwargs = task
        make(item, future, (Noted(function, str(next(numbers))), args, kwargs))

    thread._WorkItem.__init__ = numbered
