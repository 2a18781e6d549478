"""Hand numbers to two threads through a queue."""

from queue import Queue
from threading import Thread

line, squares = Queue(), []


def worker():
    while (number := line.get(timeout=20)) is not None:
        squares.append(number * number)
        line.task_done()


threads = [Thread(target=worker) for _ in range(2)]
for thread in threads:
    thread.start()
for number in range(10):
    line.put(number)
line.join()
for _ in threads:
    line.put(None)  # go home
for thread in threads:
    thread.join()
print(sorted(squares))
