"""Ask a failed call for its error, then let it go on its way."""

from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor(max_workers=1) as pool:
    future = pool.submit(int, "five")
    print("exception() returns", repr(future.exception()))
    future.result()  # raises it here
