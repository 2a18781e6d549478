"""Wait for the first, for the first error, and for all."""

import time
from concurrent.futures import FIRST_COMPLETED, FIRST_EXCEPTION, ThreadPoolExecutor, wait


def call(name, delay_s):
    time.sleep(delay_s)
    if name == "B":
        raise ValueError(name)
    return name


with ThreadPoolExecutor(max_workers=3) as pool:
    plan = {"A": 0.1, "B": 0.4, "C": 0.8}
    names = {pool.submit(call, *each): each[0] for each in plan.items()}
    for return_when in (FIRST_COMPLETED, FIRST_EXCEPTION, "ALL_COMPLETED"):
        done, not_done = wait(names, timeout=10, return_when=return_when)
        print(return_when, sorted(map(names.get, done)), sorted(map(names.get, not_done)))
