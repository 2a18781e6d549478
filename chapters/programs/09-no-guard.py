"""A program without a main guard, which its workers run again (mistake 2)."""

from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

with ProcessPoolExecutor(1) as pool:
    try:
        print(pool.submit(abs, -7).result())
    except BrokenProcessPool as error:
        print("BrokenProcessPool:", error)
