"""Two processes and two queues."""

import multiprocessing


def shout(incoming, outgoing):
    while (word := incoming.get()) is not None:
        outgoing.put(word.upper())


if __name__ == "__main__":
    there, back = multiprocessing.Queue(), multiprocessing.Queue()
    process = multiprocessing.Process(target=shout, args=(there, back))
    process.start()
    for word in ("one", "two", "three"):
        there.put(word)
    print([back.get(timeout=30) for _ in range(3)])
    there.put(None)
    process.join(timeout=30)
    print("exit code:", process.exitcode)
