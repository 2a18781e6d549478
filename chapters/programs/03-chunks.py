"""Send twelve small calls to processes, one by one and in chunks."""

import os
from concurrent.futures import ProcessPoolExecutor
from itertools import groupby


def who(number):
    return os.getpid()


def runs(pids):
    """Return how many calls in a row each process had, in order."""
    return [len(list(group)) for _, group in groupby(pids)]


if __name__ == "__main__":
    with ProcessPoolExecutor(1) as pool:
        print("one process, a chunk of 12:", runs(pool.map(who, range(12), chunksize=12)))
        print("the order stays:", list(pool.map(abs, range(-3, 3), chunksize=4)))
