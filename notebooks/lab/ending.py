"""End what an answer has started: threads by an exception inside them, processes by a signal."""

import ctypes
import multiprocessing
import sys
import threading
import time

SETTLE_S = 2.0  # an answer's threads and processes may take as long to end
END_S = 2.0  # a pool takes up call after call, and each of them has to be ended
MOST_SLOWNESS = 10  # nobody waits for ever
POLL_S = 0.05  # long enough for a thread that is ended to clean up


def slowness() -> float:
    """Return how many times as long this process computes as if the machine were its own.

    Other programs make it so; MOST_SLOWNESS is the most. It computes for 20 ms to find out.
    """
    start_s, cpu_start_s = time.perf_counter(), time.process_time()
    while (cpu_s := time.process_time() - cpu_start_s) < 0.02:
        pass
    return max(1.0, min((time.perf_counter() - start_s) / cpu_s, MOST_SLOWNESS))


def runs(thread: threading.Thread) -> bool:
    """Tell whether a thread runs: up to Python 3.12, `is_alive` is wrong after an interrupted join.

    One that is just being started does so a moment later: to end it before it has told its starter
    would leave that waiting for it.
    """
    return thread._started.is_set() and thread.ident in sys._current_frames()


class Started:
    """What has been started since this was made, in this process and as children of it."""

    def __init__(self) -> None:
        self._threads = set(threading.enumerate())
        self._children = set(multiprocessing.active_children())

    def threads(self) -> set[threading.Thread]:
        """Return the threads that run."""
        return set(filter(runs, threading.enumerate())) - self._threads

    def children(self) -> set:
        return set(multiprocessing.active_children()) - self._children

    def names(self) -> str:
        """Return the names of what runs, or ""."""
        return ", ".join(sorted(each.name for each in self.threads() | self.children()))

    def settled(self) -> bool:
        """Wait until nothing runs any more, and tell whether it came to that."""
        end_s = time.monotonic() + SETTLE_S
        while self.names() and time.monotonic() < end_s:
            time.sleep(POLL_S)
        return not self.names()

    def end(self) -> str:
        """End everything; return a sentence about what could not be ended, or "".

        A thread ends at its next line of Python. One that waits in a single call, or that
        catches every exception, goes on: nothing can end it but the end of the kernel.
        """
        for child in self.children():
            child.terminate()
        end_s = time.monotonic() + END_S * slowness()
        while (threads := self.threads()) and time.monotonic() < end_s:
            for thread in threads:
                raise_in(thread)
            time.sleep(POLL_S)
        for child in self.children():
            child.join(SETTLE_S)
        if not (names := self.names()):
            return ""
        return (
            f" This could not be ended: {names}. It disturbs what you measure: restart the kernel."
        )


def raise_in(thread: threading.Thread, error: type[BaseException] = SystemExit) -> None:
    """Raise an error in a thread as soon as it runs Python: SystemExit ends it without a word.

    Not where others would then wait for ever; whoever wants it ended tries again later.
    """
    if can_be_ended(thread):
        ident = ctypes.c_ulong(thread.ident)
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ident, ctypes.py_object(error))


def can_be_ended(thread: threading.Thread) -> bool:
    """Tell whether a thread has told its starter that it runs, and is not logging.

    Ended before, it would leave its starter waiting; while it logs, it would keep a lock.
    """
    frame, names, modules = sys._current_frames().get(thread.ident), [], set()
    while frame:
        names.append(frame.f_code.co_name)
        modules.add(frame.f_globals.get("__name__"))
        frame = frame.f_back
    return names[-3:-2] == ["run"] and "logging" not in modules
