"""See what becomes of a pool whose initializer fails."""

from concurrent.futures import BrokenExecutor, ProcessPoolExecutor


def prepare():
    raise ValueError("no such table")


if __name__ == "__main__":
    with ProcessPoolExecutor(1, initializer=prepare) as pool:
        future = pool.submit(pow, 2, 10)
        print(type(future.exception()).__name__)
        try:
            pool.submit(pow, 2, 10)
        except BrokenExecutor as error:
            print(type(error).__name__)
