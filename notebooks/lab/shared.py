"""Memory that several processes see at once: make it, fill it, attach to it, free it.

Standard library only: the labs' worker processes import this.
"""

import contextlib
import os
import sys
import threading
from collections.abc import Iterator
from multiprocessing.shared_memory import SharedMemory


@contextlib.contextmanager
def copy_of(data: bytes) -> Iterator[SharedMemory]:
    """Copy `data` into a new block of shared memory, which is freed at the end of the block.

    On Linux a block larger than what is free in /dev/shm would crash the program: ask
    `free_bytes` first. A block may be longer than the data, by part of a page.
    """
    block = SharedMemory(create=True, size=max(1, len(data)))
    try:
        block.buf[: len(data)] = data
        yield block
    finally:
        block.close()
        block.unlink()


def free_bytes() -> float:
    """Return how many bytes of shared memory can be had; infinity where no limit is known."""
    try:
        free = os.statvfs("/dev/shm")
    except (AttributeError, OSError):  # Windows, macOS
        return float("inf")
    return free.f_bavail * free.f_frsize


def attach(name: str) -> SharedMemory:
    """Attach to the block of another process, which stays its owner. Close it after use."""
    if sys.version_info >= (3, 13):
        return SharedMemory(name, track=False)
    return SharedMemory(name)


def exists(name: str) -> bool:
    """Tell whether a block of this name is still there."""
    try:
        attach(name).close()
    except FileNotFoundError:
        return False
    return True


def both_ends(data: bytes) -> tuple[int, int]:
    """Return the first and the last byte."""
    return data[0], data[-1]


def both_ends_shared(name: str, size_bytes: int) -> tuple[int, int]:
    """Return the first and the last byte of the data in a block of shared memory."""
    block = attach(name)
    try:
        return block.buf[0], block.buf[size_bytes - 1]
    finally:
        block.close()


def write_shared(name: str, place: int, value: int) -> None:
    """Write one byte into a block of shared memory."""
    block = attach(name)
    try:
        block.buf[place] = value
    finally:
        block.close()


def add_one(total, lock, meeting, patience_s: float) -> None:
    """Add 1 to a multiprocessing.Value under a lock, as slowly as `meeting` lets it.

    `+=` reads first, then works out what to add, here with a wait at a barrier, and then writes.
    """
    with lock:
        total.value += _one_after(meeting, patience_s)


def _one_after(meeting, patience_s: float) -> int:
    """Return 1, when another process is at the barrier too, or after `patience_s` seconds."""
    with contextlib.suppress(threading.BrokenBarrierError):
        meeting.wait(patience_s)
    return 1
