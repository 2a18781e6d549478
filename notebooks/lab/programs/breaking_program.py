"""Try what only seems to work without a lock, and count how often it goes wrong: a line of JSON.

python3.13t -m lab.programs.breaking_program
"""

import collections
import itertools
import json
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from lab import everyday

ROUNDS, ITEMS = 5, 20_000
LIMIT_S = 20.0
CHECK_THEN_ACT = next(line for line in everyday.LINES if "not in cache" in line.text)
ADDING = next(line for line in everyday.LINES if line.text == "x += 1")


class Serialized(Iterator):
    """An iterator that lets one thread at a time take an item; 3.15 brings one along."""

    def __init__(self, iterable: Iterable):
        self._iterator, self._lock = iter(iterable), threading.Lock()

    def __next__(self) -> object:
        with self._lock:
            return next(self._iterator)


def handed_out(iterator: Iterator, threads: int = 2) -> list:
    """Return all that so many threads get out of one iterator, each until it ends."""
    here, got = [], [[] for _ in range(threads)]

    def take(mine: list) -> None:
        here.append(1)
        while len(here) < threads:  # not asleep: who has to be woken comes late
            pass
        with suppress(ValueError):  # a generator that another thread is in
            mine.extend(iterator)

    workers = [threading.Thread(target=take, args=(mine,), daemon=True) for mine in got]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(LIMIT_S)
    return list(itertools.chain.from_iterable(got))


def wrong_pairs(make: Callable[[], Iterator]) -> int:
    """Return how many pairs of place and item came that should not have, or did not come."""
    expected = collections.Counter(enumerate(range(ITEMS)))
    wrong = 0
    for _ in range(ROUNDS):
        got = collections.Counter(handed_out(make()))
        wrong += (got - expected).total() + (expected - got).total()
    return wrong


TRIALS: dict[str, Callable[[], int]] = {
    "x += 1": lambda: sum(everyday.run_round(ADDING) for _ in range(ROUNDS)),
    "check, then act": lambda: sum(everyday.run_round(CHECK_THEN_ACT) for _ in range(ROUNDS)),
    "one iterator": lambda: wrong_pairs(lambda: enumerate(range(ITEMS))),
    "one iterator, serialized": lambda: wrong_pairs(lambda: Serialized(enumerate(range(ITEMS)))),
}


if __name__ == "__main__":
    with everyday.many_switches():
        print(json.dumps({what: count() for what, count in TRIALS.items()}))
