"""Shut a pool down without its queued calls."""

import threading
from concurrent.futures import ThreadPoolExecutor

started, gate = threading.Event(), threading.Event()


def hold():
    started.set()
    gate.wait(10)
    return "ran to its end"


pool = ThreadPoolExecutor(max_workers=1)
running, queued = pool.submit(hold), pool.submit(hold)
started.wait(10)
pool.shutdown(wait=False, cancel_futures=True)
print("the queued call was cancelled:", queued.cancelled())
gate.set()
print("the running call", running.result())
try:
    pool.submit(hold)
except RuntimeError as error:
    print("RuntimeError:", error)
