"""No error and no result: nobody asks the future (mistake 5)."""

from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor(1) as pool:
    pool.submit(int, "five")
print("the program ends, and says nothing of an error")
