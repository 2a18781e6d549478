"""An event loop by hand: generators, and a list of who is due when."""

import heapq
import time


def boil(name, delay_s):
    print(name, "begins")
    yield delay_s
    print(name, "is done")


def run(tasks):
    due = [(0.0, place, task) for place, task in enumerate(tasks)]
    while due:
        at_s, place, task = heapq.heappop(due)
        time.sleep(max(0.0, at_s - time.perf_counter()))
        if (delay_s := next(task, None)) is not None:
            heapq.heappush(due, (time.perf_counter() + delay_s, place, task))


start_s = time.perf_counter()
run([boil("tea", 0.2), boil("egg", 0.1), boil("rice", 0.3)])
print(f"{time.perf_counter() - start_s:.1f} s")
