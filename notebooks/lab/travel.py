"""What goes from one process to another in lab 08: tasks, parcels and messages.

Standard library only, and few modules of it, because every new worker process imports this.
"""

import contextlib
import multiprocessing
import os
import pickle
import sys
import threading
from collections.abc import Callable, Iterator

from lab import workloads

# For experiments: the notebook changes the one and holds the other. Who gets to see that?
NOTE = "as imported"
LOCK = threading.Lock()

# What an initializer has put down in this process, for the tasks that come later.
_kept = None


def look_around(lock_wait_s: float = 0.1) -> dict:
    """Describe the process that this runs in; wait up to `lock_wait_s` seconds for `LOCK`."""
    free = LOCK.acquire(timeout=lock_wait_s)
    if free:
        LOCK.release()
    return {"note": NOTE, "modules": len(sys.modules), "lock_free": free}


def whoami(_: object = None) -> str:
    """Return the name that multiprocessing gave to this process; no two of a program share it."""
    return multiprocessing.current_process().name


def send_answer(connection, func: Callable, *args) -> None:
    """Be a process's target: send `func(*args)` through the connection, and close it."""
    with connection:
        connection.send(func(*args))


def ask_process(context, func: Callable, *args, limit_s: float = 30.0) -> object:
    """Run `func(*args)` in one new process of a multiprocessing context, return its answer.

    Raises TimeoutError if there is none after `limit_s` seconds, EOFError if the process ends
    without one.
    """
    here, there = context.Pipe(duplex=False)
    with here, running(context.Process(target=send_answer, args=(there, func, *args)), limit_s):
        there.close()  # the process has its own end; now its death can be noticed here
        if not here.poll(limit_s):
            raise TimeoutError(f"no answer after {limit_s:g} s")
        return here.recv()


@contextlib.contextmanager
def running(process, limit_s: float = 30.0) -> Iterator:
    """Start a process for the length of a `with` block; at its end join it.

    A process that does not end within `limit_s` seconds is killed, and at once if the block
    was left by an exception.
    """
    process.start()
    try:
        yield process
        process.join(limit_s)
    finally:
        if process.is_alive():
            process.kill()
            process.join(limit_s)


class Parcel:
    """An object that notes each packing and unpacking on its way, and counts the packings.

    `journey` belongs to one copy. `packings` counts for the whole process. Not thread-safe.
    """

    packings = 0

    def __init__(self, content: bytes = b""):
        self.content, self.journey = content, []

    def __getstate__(self) -> dict:
        """Say what goes into the pickle: all attributes, with one more note."""
        Parcel.packings += 1
        return {**self.__dict__, "journey": [*self.journey, f"packed in {whoami()}"]}

    def __setstate__(self, state: dict) -> None:
        """Fill the copy, which pickle has made without calling `__init__`."""
        self.__dict__.update(state)
        self.journey.append(f"unpacked in {whoami()}")


def give_back(thing: object) -> object:
    """Return the argument: it travels there and back."""
    return thing


def keep(*things: object) -> None:
    """Be a pool's initializer: put down what the tasks in this process will need."""
    global _kept
    _kept = things


def use_kept(number: int) -> int:
    """Return the size of the kept parcel's content plus `number`."""
    return len(_kept[0].content) + number


def use_sent(parcel: Parcel, number: int) -> int:
    """Return what `use_kept` does, for a parcel that comes along with each task."""
    return len(parcel.content) + number


def hold_kept() -> bool:
    """Set the first of the two kept events, and wait for the second."""
    return workloads.hold(*_kept)


def linger(delay_s: float) -> float:
    """Return at once what it was given, in a process that takes so much longer to end."""
    threading.Thread(target=workloads.wait_for, args=(delay_s,)).start()
    return delay_s


def bytes_read_by(pid: int) -> int | None:
    """Return how many bytes a process has read since its start; None where nobody counts them."""
    with contextlib.suppress(OSError), open(f"/proc/{pid}/io", encoding="ascii") as counts:
        return int(counts.readline().removeprefix("rchar:"))
    return None


def write_errors_to(path: str) -> None:
    """Be a pool's initializer: let this process write its last words into a file."""
    os.environ["PYTHON_COLORS"] = "0"  # a notebook's kernel asks for colours
    sys.stderr = open(path, "a", encoding="utf-8", buffering=1)  # noqa: SIM115 - until it ends


def call_pickled(pickled: bytes, *args) -> object:
    """Unpickle a function and call it, as loky does with what cloudpickle has packed."""
    return pickle.loads(pickled)(*args)


def echo(receive: Callable, send: Callable) -> None:
    """Send back whatever comes in, until it is None."""
    while (message := receive()) is not None:
        send(message)
