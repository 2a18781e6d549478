"""Send a table once to each worker, and use it in every call."""

from concurrent.futures import ProcessPoolExecutor

kept = None


def keep(table):
    global kept
    kept = table


def use_kept(number):
    return kept[number]


if __name__ == "__main__":
    table, numbers = {number: number**2 for number in range(1000)}, range(5)
    with ProcessPoolExecutor(2, initializer=keep, initargs=(table,)) as pool:
        results = list(pool.map(use_kept, numbers))
    print(results, "and here it is still", kept)
