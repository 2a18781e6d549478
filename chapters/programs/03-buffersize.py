"""Keep an endless input within bounds: buffersize, since Python 3.14."""

from concurrent.futures import ThreadPoolExecutor
from itertools import islice

taken = 0


def numbers():
    global taken
    while True:
        taken += 1
        yield taken


with ThreadPoolExecutor(max_workers=2) as pool:
    squares = pool.map(lambda number: number * number, numbers(), buffersize=4)
    print(list(islice(squares, 6)))
    print("taken from the endless input:", taken)
