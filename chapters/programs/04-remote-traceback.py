"""An exception comes from another process, with the traceback of that process."""

from concurrent.futures import ProcessPoolExecutor


def divide(n):
    return 1 / n


if __name__ == "__main__":
    with ProcessPoolExecutor(1) as pool:
        future = pool.submit(divide, 0)
        error = future.exception()
        print(type(error).__name__, "caused by", type(error.__cause__).__name__)
        lines = str(error.__cause__).splitlines()
        print("its last line:", next(line for line in lines if "Error" in line))
        future.result()  # raises it here, with both tracebacks
