"""Measure a pool of interpreters beside pools of threads and processes: a line of JSON.

    python3.14 -m lab.programs.interpreters_program race

or "prices", or "message". It needs Python 3.14 or newer.
"""

import json
import re
import sys
from collections.abc import Callable
from concurrent.futures import (
    Executor,
    InterpreterPoolExecutor,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from lab import machine, measure, trace
from lab.programs.race_program import hashing_cores, short
from lab.records import Measurement
from lab.workloads import SMALL_CANDIDATES, is_prime, prime_steps

ROUNDS = 5
NUMBERS = SMALL_CANDIDATES[:4]
POOLS: dict[str, Callable[..., Executor]] = {
    "threads": ThreadPoolExecutor,
    "interpreters": InterpreterPoolExecutor,
    "processes": ProcessPoolExecutor,
}
TASKS = 200
MESSAGE, SMALL = bytes(100_000_000), bytes(10_000_000)
NOT_SHARED = ("interpreters", "processes")
SMAPS = Path("/proc/self/smaps_rollup")  # on Linux alone


def plain(race: dict[str, Measurement]) -> dict[str, dict]:
    """Return the entries of a race, ready for JSON."""
    return {name: entry.to_dict() for name, entry in race.items()}


def race() -> dict:
    """Test the same numbers in a loop and in each kind of pool: times, and who worked when."""
    before = hashing_cores()
    contenders = {"loop": partial(trace.run, None, prime_steps, NUMBERS)}
    for kind, pool in POOLS.items():
        title = f"2 {kind}"
        contenders[title] = partial(trace.run, partial(pool, 2), prime_steps, NUMBERS, title)
    entries = measure.race(contenders, ROUNDS)
    return {
        "provenance": machine.provenance().to_dict(),
        "contenders": plain(entries),
        "hashing_cores": [before, hashing_cores()],
        "timelines": [short(entries[f"2 {kind}"].last) for kind in POOLS],
    }


def nothing(pool: Executor, count: int) -> list[bool]:
    """Give the pool so many tasks at once that have nothing to do, and wait for them."""
    return list(pool.map(is_prime, [1] * count))


def start_and_end(make_pool: Callable[..., Executor]) -> list[bool]:
    """Start a pool of two, give each worker a task, and end it."""
    with make_pool(2) as pool:
        return nothing(pool, 2)


def prices() -> dict:
    """Measure what a pool, a task and a worker's memory cost."""
    made = {kind: partial(start_and_end, pool) for kind, pool in POOLS.items()}
    found = {"pool": plain(measure.race(made, ROUNDS))}
    with ExitStack() as stack:
        kept = {kind: stack.enter_context(pool(2)) for kind, pool in POOLS.items()}
        tasks = {kind: partial(nothing, pool, TASKS) for kind, pool in kept.items()}
        found["tasks"] = plain(measure.race(tasks, ROUNDS))
    return found | {"memory_mb": memory(), "provenance": machine.provenance().to_dict()}


def pss_mb(smaps: str) -> float:
    """Return the proportional set size that such a text tells: shared pages count in part."""
    return int(re.search(r"^Pss:\s+(\d+) kB", smaps, re.MULTILINE)[1]) * 1024 / 1e6


def worker_mb(kind: str) -> float:
    """Return how many MB a pool of one worker adds, once the worker has done a task."""
    before = pss_mb(SMAPS.read_text())
    with POOLS[kind](1) as pool:
        nothing(pool, 1)
        in_worker = pss_mb(pool.submit(SMAPS.read_text).result()) if kind == "processes" else 0
        return in_worker + pss_mb(SMAPS.read_text()) - before


def memory() -> dict[str, list[float]]:
    """Return the memory of one worker of each kind, a number a round; {} where nobody tells."""
    if not SMAPS.exists():
        return {}
    rounds = [{kind: worker_mb(kind) for kind in POOLS} for _ in range(1 + ROUNDS)]
    return {kind: [found[kind] for found in rounds[1:]] for kind in POOLS}


def carried(pool: Executor, thing: object) -> int:
    """Hand a thing over to a worker, which tells its length."""
    return pool.submit(len, thing).result()


def message() -> dict:
    """Measure what it takes to hand over 100 MB, in several ways, and a list with 10 MB in it."""
    with ExitStack() as stack:
        kept = {kind: stack.enter_context(pool(1)) for kind, pool in POOLS.items()}
        there = kept["interpreters"]
        ways = {kind: partial(carried, pool, MESSAGE) for kind, pool in kept.items()}
        ways["interpreters, a memoryview"] = partial(carried, there, memoryview(MESSAGE))
        lists = {f"{kind}, a list": partial(carried, kept[kind], [SMALL]) for kind in NOT_SHARED}
        lists["interpreters, a tuple"] = partial(carried, there, (SMALL,))
        found = {"ways": measure.race(ways, ROUNDS), "lists": measure.race(lists, ROUNDS)}
    about = {"provenance": machine.provenance().to_dict()}
    return about | {what: plain(entries) for what, entries in found.items()}


if __name__ == "__main__":
    print(json.dumps({"race": race, "prices": prices, "message": message}[sys.argv[1]]()))
