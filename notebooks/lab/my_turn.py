"""Let one measure at a time where many share a machine, as on a hub for a room.

The hub names a file in LAB_QUEUE; whoever measures holds a lock on it. On a computer of one's own
the variable is not set, and nothing here waits. The system lets go of the lock when its holder
ends, however it ends.
"""

import contextlib
import os
import time
from collections.abc import Iterator

try:
    import fcntl
except ImportError:  # on Windows, where no hub runs
    fcntl = None

TOLD_AFTER_S = 1
LONGEST_S = 300
HEAD, TURN = 0, 1  # bytes of the file


@contextlib.contextmanager
def my_turn() -> Iterator[None]:
    """Hold this machine's queue, if it has one, during a block or, as a decorator, a call.

    What measures within, here or in a child, does not queue again: meanwhile LAB_QUEUE is not in
    the environment. Who waits is told; after LONGEST_S it measures all the same, and says so.
    """
    path = os.environ.get("LAB_QUEUE")
    if not path or not fcntl:
        yield
        return
    with open(path, "r+b") as queue:
        _wait_in(queue.fileno())
        os.environ.pop("LAB_QUEUE", None)
        try:
            yield
        finally:
            os.environ["LAB_QUEUE"] = path


def _wait_in(queue: int) -> None:
    """Lock a byte of a file, which is the turn, and before it, for the while, the queue's head.

    So who has just measured does not go before one who waits. Unlike flock, lockf belongs to this
    process alone: a forked worker does not go on holding it when the kernel is killed.
    """
    start_s, told = time.monotonic(), False
    try:
        for byte in (HEAD, TURN):
            while not _locked(queue, byte):
                waited_s = time.monotonic() - start_s
                if waited_s > LONGEST_S:
                    print("Others measure still, and this beside them: do not trust its numbers.")
                    return
                if not told and waited_s > TOLD_AFTER_S:
                    told = True
                    print(
                        "Somebody else on this machine is measuring; this waits for its turn, "
                        f"{LONGEST_S / 60:.0f} minutes at most …"
                    )
                time.sleep(0.02)
    finally:
        fcntl.lockf(queue, fcntl.LOCK_UN, 1, HEAD)


def _locked(queue: int, byte: int) -> bool:
    try:
        fcntl.lockf(queue, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, byte)
    except BlockingIOError:
        return False
    return True
