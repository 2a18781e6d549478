"""One call runs and waits at a gate, a second one is pending."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from lab.workloads import hold, is_prime

started, gate = Event(), Event()
with ThreadPoolExecutor(max_workers=1) as pool:
    first = pool.submit(hold, started, gate)
    second = pool.submit(is_prime, 7)  # pending: no worker is free
    started.wait()
    print(first.running(), second.running())
    gate.set()
print(first.result(), second.result())
