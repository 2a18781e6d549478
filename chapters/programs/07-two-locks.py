"""Two threads wait for each other's lock, for ever or until a timeout."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock

first, second, both_hold_one = Lock(), Lock(), Barrier(2)


def take(mine, other):
    with mine:
        both_hold_one.wait(timeout=10)
        got_it = other.acquire(timeout=0.3)
        both_hold_one.wait(timeout=10)
        if got_it:
            other.release()
        return got_it


with ThreadPoolExecutor(2) as pool:
    print("opposite order:", list(pool.map(take, [first, second], [second, first])))
