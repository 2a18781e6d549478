"""Let one measure at a time where many share a machine, as on a hub for a room.

The hub names a file in LAB_QUEUE; whoever measures holds it. On a computer of one's own the
variable is not set, and nothing here waits. The system lets go of the file when its holder ends,
however it ends.
"""

import contextlib
import os
import time
from collections.abc import Callable, Iterator

TOLD_AFTER_S = 1
LONGEST_S = 300  # then it measures all the same, on a machine that is busy and says so

_holding = False


@contextlib.contextmanager
def my_turn() -> Iterator[None]:
    """Hold the queue of this machine, if it has one; say so when others are before us."""
    global _holding
    path = os.environ.get("LAB_QUEUE")
    if not path or _holding:
        yield
        return
    import fcntl  # a hub runs on Linux

    with open(path, "a") as queue:
        _wait_for(lambda: fcntl.flock(queue, fcntl.LOCK_EX | fcntl.LOCK_NB))
        _holding = True
        try:
            yield
        finally:
            _holding = False
            fcntl.flock(queue, fcntl.LOCK_UN)  # a forked worker may hold the file open


def _wait_for(take: Callable[[], None]) -> None:
    start_s, told = time.monotonic(), False
    while time.monotonic() < start_s + LONGEST_S:
        with contextlib.suppress(BlockingIOError):
            return take()
        if not told and time.monotonic() > start_s + TOLD_AFTER_S:
            told = True
            print("Somebody else on this machine is measuring; this waits for its turn …")
        time.sleep(0.05)
