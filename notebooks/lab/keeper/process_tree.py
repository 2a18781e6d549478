"""Start a program, and end it together with every process that it started.

On Linux nothing gets away: this process adopts whoever loses its parent (a "subreaper"), so the
whole tree stays below it, whatever sessions and groups the processes move to. On macOS, which has
no such thing, a process gets away if it has both left the program's process group and lost its
parent, and semaphores of a killed multiprocessing program stay until the system is restarted. On
Windows a job object holds the tree (see `lab.keeper.windows_job`).
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

from lab.keeper import windows_job
from lab.keeper.descendants import below, is_tracker

WINDOWS = sys.platform == "win32"
PR_SET_CHILD_SUBREAPER = 36


class ProcessTree:
    """A running program and all below it; ended when the `with` block is left.

    For one program in a process of its own (`lab.keeper`): ending the tree ends *all* children
    of the calling process. Raises OSError when the program cannot be started.
    """

    def __init__(self, command: list[str], folder: str, environment: dict[str, str]):
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        heed_ctrl_c()
        self.program = subprocess.Popen(
            command,
            bufsize=0,  # readers get what is there
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        if WINDOWS:
            self.job = windows_job.hold(self.program)

    def __enter__(self) -> "ProcessTree":
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.end()

    def interrupt(self) -> None:
        """Send the program, and all of its process group, what Ctrl-C in a terminal sends."""
        with contextlib.suppress(OSError):  # it has just ended
            if WINDOWS:
                signal.signal(signal.SIGINT, signal.SIG_IGN)  # this process hears it too
                os.kill(0, signal.CTRL_C_EVENT)
            else:
                os.killpg(self.program.pid, signal.SIGINT)

    def end(self, limit_s: float = 10.0) -> None:
        """Kill every process of the tree, and return when all are gone (or after `limit_s`)."""
        if WINDOWS:
            self.job.end()
            self.program.wait(limit_s)
        else:
            _send_group(
                self.program.pid, signal.SIGSTOP
            )  # who is stopped starts no further process
            self.program.kill()
            self.program.wait()
            end_all(_below_this, self.program.pid, limit_s)


def heed_ctrl_c() -> None:
    """Let the programs that are started from now on end by a Ctrl-C.

    In a shell's background, say, this process was told to ignore it, which a program inherits. A
    function is not inherited, and one that does nothing keeps this process.
    """
    signal.signal(signal.SIGINT, lambda *_: None)
    if WINDOWS:
        windows_job.heed_ctrl_c()


def end_all(find: Callable[[], set[int]], group: int, limit_s: float = 10.0) -> None:
    """Kill the processes that `find` finds: first the program's, then multiprocessing's trackers.

    A resource tracker removes the semaphores and shared memory of those that were killed, and
    then ends by itself: it gets two seconds for that. `group` is the program's group of processes.
    """
    deadline = time.monotonic() + limit_s
    _send_group(group, signal.SIGSTOP)
    _kill_until_gone(find, deadline, spare_trackers=True)
    # What is left of the group: on Linux only trackers, elsewhere those who lost their parent.
    _send_group(group, signal.SIGCONT if sys.platform == "linux" else signal.SIGKILL)
    trackers_end = min(deadline, time.monotonic() + 2)
    while find() and time.monotonic() < trackers_end:
        time.sleep(0.002)
    _kill_until_gone(find, deadline, spare_trackers=False)


def _send_group(group: int, number: int) -> None:
    with contextlib.suppress(OSError):  # nobody is left in it
        os.killpg(group, number)


def _kill_until_gone(find: Callable, deadline: float, spare_trackers: bool) -> None:
    """Kill what `find` finds again and again: a process may have just started another."""
    while time.monotonic() < deadline:
        victims = {pid for pid in find() if not (spare_trackers and is_tracker(pid))}
        if not victims:
            return
        for pid in victims:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.001)


def _below_this() -> set[int]:
    """Take leave of all children of this process that have ended, and return who is left."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    return below(os.getpid())
