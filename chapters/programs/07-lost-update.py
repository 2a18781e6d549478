"""Two increments, and one is lost: the bad order made certain."""

from threading import Barrier, Thread
from types import SimpleNamespace

both_have_read = Barrier(2)


def increment(counter):
    value = counter.value
    both_have_read.wait(timeout=20)
    counter.value = value + 1


counter = SimpleNamespace(value=0)
threads = [Thread(target=increment, args=(counter,)) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("two increments of 0 give", counter.value)
