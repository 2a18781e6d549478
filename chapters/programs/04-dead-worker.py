"""A worker process dies: BrokenProcessPool."""

from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from lab.workloads import die

if __name__ == "__main__":
    with ProcessPoolExecutor(1) as pool:
        future = pool.submit(die, 3)
        try:
            future.result()
        except BrokenProcessPool as error:
            print("BrokenProcessPool:", error)
        try:
            pool.submit(int)
        except BrokenProcessPool:
            print("and the pool takes no more calls")
