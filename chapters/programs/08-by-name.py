"""A lambda has no name by which another process could find it."""

from concurrent.futures import ProcessPoolExecutor

if __name__ == "__main__":
    with ProcessPoolExecutor(1) as pool:
        error = pool.submit(lambda: 7).exception()
        print(type(error).__name__)
        print(pool.submit(abs, -7).result())
