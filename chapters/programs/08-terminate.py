"""End a call that never ends: terminate_workers, since Python 3.14."""

import time
from concurrent.futures import ProcessPoolExecutor


def spin():
    while True:
        pass


if __name__ == "__main__":
    pool = ProcessPoolExecutor(1)
    future = pool.submit(spin)
    time.sleep(0.5)
    pool.terminate_workers()
    print(type(future.exception(timeout=10)).__name__)
