"""Give a whole loop of as_completed a third of a second."""

from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Event

gate = Event()
with ThreadPoolExecutor(max_workers=1) as pool:
    futures = [pool.submit(int, "1"), pool.submit(gate.wait, 30)]
    futures[0].result()
    try:
        for future in as_completed(futures, timeout=0.35):
            print("done:", future.result())
    except TimeoutError as error:
        print("TimeoutError:", error)
    gate.set()
    print("and later:", futures[1].result())
