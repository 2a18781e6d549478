"""Note when each worker of a pool began and ended each task, for the timeline.

What is looked at lies around the calls, not between: a traceback has no line of this file.
"""

import itertools
import os
import threading
import time
from concurrent.futures import process, thread

from in_the_page import system


def _tell(task: int, begin_s: float) -> None:
    worker = f"{os.getpid()}/{threading.get_ident()}"
    system.tell("span", worker, str(task), begin_s, time.time())


def _look_at_processes() -> None:
    """A call has begun when it arrives, and ended when its result is sent back."""
    begun, send_back = {}, process._sendback_result

    def arrive(item: process._CallItem, state: dict) -> None:
        item.__dict__.update(state)
        begun[item.work_id] = time.time()

    def sent(queue: object, work_id: int, **outcome: object) -> None:
        _tell(work_id + 1, begun.pop(work_id))
        send_back(queue, work_id, **outcome)

    process._CallItem.__setstate__ = arrive
    process._sendback_result = sent


def _look_at_threads() -> None:
    numbers, make, run = itertools.count(1), thread._WorkItem.__init__, thread._WorkItem.run

    def made(item: thread._WorkItem, *details: object) -> None:
        make(item, *details)
        item.number = next(numbers)

    def ran(item: thread._WorkItem, context: thread.WorkerContext) -> None:
        begin_s, was_cancelled = time.time(), item.future.cancelled()
        run(item, context)
        if not was_cancelled:
            _tell(item.number, begin_s)

    thread._WorkItem.__init__, thread._WorkItem.run = made, ran


def install() -> None:
    """Look at what the two kinds of pools run, where they run it."""
    _look_at_processes()
    _look_at_threads()
