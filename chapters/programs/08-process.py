"""One process, by hand: its answer comes through a pipe."""

import multiprocessing
import os


def send_answer(connection, func):
    connection.send(func())
    connection.close()


if __name__ == "__main__":
    here, there = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=send_answer, args=(there, os.getpid))
    process.start()
    there.close()  # this end now belongs to the other process
    answer = here.recv()
    process.join(timeout=30)
    print("another process:", answer != os.getpid(), "its exit code:", process.exitcode)
