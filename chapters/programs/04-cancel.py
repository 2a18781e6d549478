"""Cancel a running call, a pending one and a finished one."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from lab.workloads import hold

started, gate = Event(), Event()
with ThreadPoolExecutor(max_workers=1) as pool:
    finished = pool.submit(int)
    finished.result()
    running = pool.submit(hold, started, gate)
    pending = pool.submit(int)
    started.wait(10)
    print("running:", running.cancel(), "pending:", pending.cancel())
    print("finished:", finished.cancel(), "cancelled:", pending.cancelled())
    gate.set()
