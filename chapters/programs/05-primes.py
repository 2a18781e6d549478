"""Six numbers, four processes: each answer when it is there."""

import time
from concurrent.futures import ProcessPoolExecutor, as_completed

from lab.workloads import CANDIDATES, is_prime

if __name__ == "__main__":
    start_s = time.perf_counter()
    for number in CANDIDATES:
        is_prime(number)
    print(f"a plain loop: {time.perf_counter() - start_s:.2f} s")

    start_s = time.perf_counter()
    with ProcessPoolExecutor(max_workers=4) as pool:
        futures = {pool.submit(is_prime, number): number for number in CANDIDATES}
        for future in as_completed(futures):
            number, answer = futures[future], future.result()
            print(number, "is prime" if answer else "is not prime")
    print(f"four processes: {time.perf_counter() - start_s:.2f} s")
