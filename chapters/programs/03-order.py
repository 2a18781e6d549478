"""See a slow first call hold back the results of the others."""

import time
from concurrent.futures import ThreadPoolExecutor


def wait_for(delay_s):
    time.sleep(delay_s)
    return delay_s


start_s = time.perf_counter()
with ThreadPoolExecutor(max_workers=5) as pool:
    for delay_s in pool.map(wait_for, [0.8, 0.1, 0.1, 0.1, 0.1]):
        print(f"after {time.perf_counter() - start_s:.2f} s: the one of {delay_s} seconds")
