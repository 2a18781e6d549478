"""A timeout ends your waiting, and not the call."""

import time
from concurrent.futures import ThreadPoolExecutor


def slow():
    time.sleep(0.5)
    return "the call has ended all the same"


with ThreadPoolExecutor(max_workers=1) as pool:
    future = pool.submit(slow)
    try:
        future.result(timeout=0.1)
    except TimeoutError:
        print("TimeoutError; running:", future.running())
    print(future.result())
