"""A call waits for a call of its own pool (mistake 15)."""

from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor(1) as pool:

    def outer():
        return pool.submit(int).result(timeout=0.5)  # the only worker is busy: with this call

    print(type(pool.submit(outer).exception()).__name__)
