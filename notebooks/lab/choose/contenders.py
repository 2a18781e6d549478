"""The ways to run one function over many items: a plain loop, and each kind of pool."""

import concurrent.futures
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass

LOOP, THREADS, INTERPRETERS, PROCESSES = "loop", "threads", "interpreters", "processes"

POOLS = {THREADS: ThreadPoolExecutor}  # in the order of how much a program has to change for them
if hasattr(concurrent.futures, "InterpreterPoolExecutor"):  # since Python 3.14
    POOLS[INTERPRETERS] = concurrent.futures.InterpreterPoolExecutor
POOLS[PROCESSES] = ProcessPoolExecutor
SIMPLEST_FIRST = (LOOP, THREADS, INTERPRETERS, PROCESSES)


@dataclass(frozen=True)
class Contender:
    """One way: the kind of pool, how many workers, and how many items travel together."""

    kind: str
    workers: int = 1
    chunksize: int = 1

    def __str__(self) -> str:
        if self.kind == LOOP:
            return "plain loop"
        chunks = f" in chunks of {self.chunksize}" if self.chunksize > 1 else ""
        return f"{self.workers} {self.kind}{chunks}"

    def as_list(self) -> list:
        """Return the three fields, ready for JSON."""
        return [self.kind, self.workers, self.chunksize]

    def make_pool(self) -> Executor:
        """Return a new pool of this kind and size."""
        return POOLS[self.kind](max_workers=self.workers)

    def run(self, func: Callable, items: list) -> list:
        """Return ``func(item)`` for each item; a pool is made for it, and ended."""
        if self.kind == LOOP:
            return [func(item) for item in items]
        with self.make_pool() as pool:
            return list(pool.map(func, items, chunksize=self.chunksize))
