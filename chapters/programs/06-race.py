"""The same six calls: a loop, two threads, two processes."""

import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from lab.workloads import CANDIDATES, is_prime


def tell(name, start_s, answers):
    print(f"{name}: {time.perf_counter() - start_s:.2f} s, {sum(answers)} primes")


if __name__ == "__main__":
    start_s = time.perf_counter()
    tell("plain loop", start_s, [is_prime(number) for number in CANDIDATES])

    start_s = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(is_prime, CANDIDATES))
    tell("two threads", start_s, answers)

    start_s = time.perf_counter()
    with ProcessPoolExecutor(2) as pool:
        answers = list(pool.map(is_prime, CANDIDATES))
    tell("two processes", start_s, answers)
