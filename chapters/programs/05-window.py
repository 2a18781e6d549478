"""Look for primes in an endless stream, with four calls in flight."""

from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from itertools import count, islice

from lab.workloads import is_prime


def in_window(pool, func, items, limit):
    """Yield (item, its Future) as calls complete, with at most `limit` in the window."""
    items, window = iter(items), {}
    while True:
        for item in islice(items, limit - len(window)):
            window[pool.submit(func, item)] = item
        if not window:
            return
        future = wait(window, return_when=FIRST_COMPLETED).done.pop()
        yield window.pop(future), future


with ThreadPoolExecutor(max_workers=2) as pool:
    answers = in_window(pool, is_prime, count(1001, 2), limit=4)
    found = {number: future.result() for number, future in islice(answers, 12)}
print(len(found), "answers; the first prime:", min(n for n, prime in found.items() if prime))
