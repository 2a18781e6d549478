"""Be called at the end of a call, whichever way it ends."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event


def report(future):
    if future.cancelled():
        print("cancelled")
    elif (error := future.exception()) is not None:
        print("failed:", error)
    else:
        print("done:", future.result())


gate = Event()
with ThreadPoolExecutor(max_workers=1) as pool:
    held = pool.submit(gate.wait, 10)
    calls = [pool.submit(int, "5"), pool.submit(int, "five"), pool.submit(int, "55")]
    for future in calls:
        future.add_done_callback(report)
    calls[2].cancel()
    gate.set()
