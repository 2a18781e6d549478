"""Change a global in a worker, and look for the change."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

seen = []


def note(number):
    seen.append(number)
    return len(seen)


if __name__ == "__main__":
    with ProcessPoolExecutor(1) as pool:
        print("in the process:", list(pool.map(note, range(3))), "here:", seen)
    with ThreadPoolExecutor(1) as pool:
        print("in the thread:", list(pool.map(note, range(3))), "here:", seen)
