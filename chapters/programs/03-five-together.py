"""Prove without a clock that five calls are under way at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

door = Barrier(5)  # opens when five threads wait at it


def pass_through(number):
    door.wait(timeout=10)
    return number


with ThreadPoolExecutor(max_workers=5) as pool:
    print(list(pool.map(pass_through, range(10))))
