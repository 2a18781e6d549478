"""Let one measure at a time where many share a machine, as on a hub for a room.

The hub names a file in LAB_QUEUE; whoever measures holds a lock on it. On a computer of one's own
the variable is not set, and nothing here waits. The system lets go of the lock when its holder
ends, however it ends.
"""

import contextlib
import os
import time
from collections.abc import Callable, Iterator

try:
    import fcntl
except ImportError:  # on Windows, where no hub runs
    fcntl = None

TOLD_AFTER_S = 1
LONGEST_S = 300


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
        # Unlike flock, it belongs to this process alone: a forked worker does not go on holding
        # it when the kernel is killed.
        _wait_for(lambda: fcntl.lockf(queue, fcntl.LOCK_EX | fcntl.LOCK_NB))
        os.environ.pop("LAB_QUEUE", None)
        try:
            yield
        finally:
            os.environ["LAB_QUEUE"] = path


def _wait_for(take: Callable[[], None]) -> None:
    start_s, told = time.monotonic(), False
    while (waited_s := time.monotonic() - start_s) < LONGEST_S:
        with contextlib.suppress(BlockingIOError):
            return take()
        if not told and waited_s > TOLD_AFTER_S:
            told = True
            print(
                "Somebody else on this machine is measuring; this waits for its turn, "
                f"{LONGEST_S / 60:.0f} minutes at most …"
            )
        time.sleep(0.05)
    print("Others are measuring still; this measures beside them, so do not trust its numbers.")
