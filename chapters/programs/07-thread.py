"""Start a thread, wait for it, and ask whether it has ended."""

from threading import Thread

results = {}


def square(number, store):
    store[number] = number * number


thread = Thread(target=square, args=(12, results), name="squarer")
thread.start()
thread.join(timeout=20)
print(thread.name, "lives:", thread.is_alive(), "and left", results)
