"""Two hundred increments under one lock: none is lost."""

import time
from threading import Lock, Thread
from types import SimpleNamespace

counter, lock = SimpleNamespace(value=0), Lock()


def increment():
    for _ in range(100):
        with lock:
            value = counter.value
            time.sleep(0)  # the other thread may have its turn here
            counter.value = value + 1


threads = [Thread(target=increment) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counter.value)
