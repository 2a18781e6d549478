"""Six visitors, and at most two at once."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Lock, Semaphore

two_at_most = Semaphore(2)
lock, inside, most = Lock(), 0, 0


def visit(number):
    global inside, most
    with two_at_most:  # a third thread waits here
        with lock:
            inside += 1
            most = max(most, inside)
        time.sleep(0.1)
        with lock:
            inside -= 1


with ThreadPoolExecutor(6) as pool:
    list(pool.map(visit, range(6)))
print("the most at once:", most)
