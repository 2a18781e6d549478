"""A fresh process for each call."""

import os
from concurrent.futures import ProcessPoolExecutor


def who(number):
    return os.getpid()


if __name__ == "__main__":
    with ProcessPoolExecutor(1, max_tasks_per_child=1) as pool:
        pids = list(pool.map(who, range(3)))
    print("calls:", len(pids), "processes:", len(set(pids)))
