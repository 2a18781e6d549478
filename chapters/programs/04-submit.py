"""Two calls, two futures."""

from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor(max_workers=2) as pool:
    quotient = pool.submit(divmod, 17, 5)
    ordered = pool.submit(sorted, [3, 1, 2], reverse=True)
    print(quotient.result())
    print(ordered.result())
