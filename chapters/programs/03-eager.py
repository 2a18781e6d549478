"""Watch what map takes from its input before it gives a result."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

gate, taken = Event(), []


def numbers():
    for number in range(6):
        taken.append(number)
        yield number


def call(number):
    gate.wait(10)
    return number * number


with ThreadPoolExecutor(max_workers=2) as pool:
    results = pool.map(call, numbers())
    print("taken by the pool's map:", taken)
    gate.set()
    print(list(results))

taken.clear()
results = map(call, numbers())
print("taken by the builtin:", taken)
