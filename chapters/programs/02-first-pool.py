"""A pool of three threads, one call, one result."""

from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor(max_workers=3) as pool:
    future = pool.submit(pow, 2, 10)
    print(future.result())
