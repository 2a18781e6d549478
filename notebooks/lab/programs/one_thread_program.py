"""Do a few everyday kinds of work on one thread, and tell the CPU time of each: a line of JSON.

python3.13t -m lab.programs.one_thread_program
"""

import json
import time
from collections.abc import Callable

from lab.workloads import SMALL_CANDIDATES, is_prime

REPEATS = 3


class Point:
    """Something with attributes and a method."""

    def __init__(self, x: int):
        self.x = x

    def moved(self, by: int) -> "Point":
        return Point(self.x + by)


def numbers() -> bool:
    """Whole numbers in a loop."""
    return is_prime(SMALL_CANDIDATES[0])


def calls(n: int = 22) -> int:
    """Functions that call each other."""
    return n if n < 2 else calls(n - 1) + calls(n - 2)


def objects() -> int:
    """Objects, their attributes and methods."""
    point = Point(0)
    for _ in range(30_000):
        point = point.moved(1)
    return point.x


def containers() -> int:
    """Lists and dicts."""
    counts = {}
    for number in [n * n % 1000 for n in range(40_000)]:
        counts[number] = counts.get(number, 0) + 1
    return len(counts)


def texts() -> int:
    """Splitting and joining texts."""
    words = ("all work and no play " * 20).split()
    return sum(len(" ".join(reversed(words))) for _ in range(4000))


KINDS: dict[str, Callable] = {
    "numbers in a loop": numbers,
    "function calls": calls,
    "objects": objects,
    "lists and dicts": containers,
    "texts": texts,
}


def cpu_s(func: Callable) -> float:
    """Return the CPU time of the fastest of a few calls: the one that was disturbed least."""
    found = []
    for _ in range(REPEATS):
        start_s = time.thread_time()
        func()
        found.append(time.thread_time() - start_s)
    return min(found)


if __name__ == "__main__":
    print(json.dumps({name: round(cpu_s(func), 6) for name, func in KINDS.items()}))
