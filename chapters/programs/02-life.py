"""Count a pool's threads while calls come and go."""

import threading
from concurrent.futures import ThreadPoolExecutor


def workers():
    return sum(thread.name.startswith("worker") for thread in threading.enumerate())


gate = threading.Event()
with ThreadPoolExecutor(max_workers=3, thread_name_prefix="worker") as pool:
    print("made:", workers())
    pool.submit(int).result()
    print("after one call:", workers())
    calls = [pool.submit(gate.wait, 10) for _ in range(6)]
    print("six calls at once:", workers())
    gate.set()
    print("all done:", [call.result() for call in calls], workers())
print("after the with:", workers())
