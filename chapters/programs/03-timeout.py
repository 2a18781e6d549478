"""Let map wait for a quarter of a second, and no longer."""

import time
from concurrent.futures import ThreadPoolExecutor


def wait_for(delay_s):
    time.sleep(delay_s)
    return delay_s


with ThreadPoolExecutor(max_workers=3) as pool:
    try:
        for delay_s in pool.map(wait_for, [0.05, 0.1, 0.6], timeout=0.25):
            print("in time:", delay_s)
    except TimeoutError:
        print("TimeoutError")
    print("now the with block waits for the last call")
