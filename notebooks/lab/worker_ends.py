"""Find out how a pool's futures end when its workers are ended on purpose, and keep the record.

    python3.14 -m lab.worker_ends results/08-worker-ends.json

writes what this interpreter (3.14 or newer) does. Run it in the folder notebooks/.
"""

import json
import multiprocessing
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from lab import machine, travel

CALLS = 6


def end_of(future: Future, limit_s: float = 30.0) -> str:
    """Return what the future raises, by name, or "a result"; raise TimeoutError if neither."""
    try:
        future.result(timeout=limit_s)
    except (BrokenProcessPool, CancelledError) as error:
        return type(error).__name__
    return "a result"


def ends_after(way: Callable[[ProcessPoolExecutor], None], limit_s: float = 30.0) -> list[str]:
    """Hold the only worker in the first of six calls, end it, and return how all calls ended.

    `way` is a method of ProcessPoolExecutor, new in Python 3.14: terminate_workers or kill_workers.
    """
    context = multiprocessing.get_context("spawn")
    events = context.Event(), context.Event()
    with ProcessPoolExecutor(1, context, travel.keep, events) as pool:
        futures = [pool.submit(travel.hold_kept) for _ in range(CALLS)]
        events[0].wait(limit_s)
        # The second event is never set: set() would wait for the dead worker to wake up.
        way(pool)
        return [end_of(future, limit_s) for future in futures]


def row_of(way: Callable[[ProcessPoolExecutor], None]) -> dict:
    """Return how many calls ended in which way when a method of the pool ended its workers."""
    return {"way": way.__name__, **Counter(ends_after(way))}


def describe() -> dict:
    """Return the rows of both methods, and where they were measured."""
    ways = ProcessPoolExecutor.terminate_workers, ProcessPoolExecutor.kill_workers
    rows = [row_of(way) for way in ways]
    return {"provenance": str(machine.provenance()), "rows": rows}


if __name__ == "__main__":
    text = json.dumps(describe(), indent=1) + "\n"
    Path(sys.argv[1]).write_text(text, encoding="utf-8")
