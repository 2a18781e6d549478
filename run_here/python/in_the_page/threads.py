"""Threads and locks for `threading`, which does the rest itself."""

import _thread
import _threading_local
import collections
import itertools
import queue
import threading
from collections.abc import Callable
from concurrent.futures import thread as pool_of_threads

import browser
from pyodide.ffi import create_proxy

from in_the_page import turns

_idents = itertools.count(turns.MAIN + 1)
_awaited = []  # the handles of threads that the program's end waits for


class Lock:
    """`threading.Lock`: whoever has to wait lets others run, and is served in turn."""

    def __init__(self) -> None:
        self._is_taken = False
        self._sleepers = collections.deque()

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        """Take the lock; return False when it was not to be had in time."""
        if timeout != -1 and (not blocking or timeout < 0):
            raise ValueError(
                "timeout value must be a non-negative number"
                if blocking
                else "can't specify a timeout for a non-blocking call"
            )
        if not self._is_taken:
            self._is_taken = True
            return True
        return bool(blocking) and self._wait(None if timeout == -1 else timeout)

    def _wait(self, timeout_s: float | None) -> bool:
        sleeper = turns.Sleeper()
        self._sleepers.append(sleeper)
        if sleeper.sleep(timeout_s):
            return True  # release() has handed the lock over, still taken
        self._sleepers.remove(sleeper)
        return False

    def release(self) -> None:
        """Hand the lock to the thread that has waited longest, or leave it free."""
        if not self._is_taken:
            raise RuntimeError("release unlocked lock")
        if self._sleepers:
            self._sleepers.popleft().wake()
        else:
            self._is_taken = False

    def locked(self) -> bool:
        """Tell whether somebody has the lock."""
        return self._is_taken

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *details: object) -> None:
        self.release()

    def __repr__(self) -> str:
        state = "locked" if self._is_taken else "unlocked"
        return f"<{state} _thread.lock object at {id(self):#x}>"

    def _at_fork_reinit(self) -> None:
        self.__init__()


class ThreadHandle:
    """What `threading.Thread` holds of its thread."""

    def __init__(self) -> None:
        self.ident = None
        self._is_done = False
        self._sleepers = []

    def is_done(self) -> bool:
        """Tell whether the thread has ended."""
        return self._is_done

    def join(self, timeout: float | None = None) -> None:
        """Wait until the thread has ended, for `timeout` seconds at most."""
        if not self._is_done:
            sleeper = turns.Sleeper()
            self._sleepers.append(sleeper)
            sleeper.sleep(None if timeout is None or timeout < 0 else timeout)

    def _set_done(self) -> None:
        self._is_done = True
        for sleeper in self._sleepers:
            sleeper.wake()


def start_joinable_thread(
    function: Callable[[], object], handle: ThreadHandle | None = None, daemon: bool = True
) -> ThreadHandle:
    """Let `function` run on a stack of its own as soon as it is its turn."""
    handle = handle or ThreadHandle()
    handle.ident = next(_idents)
    if not daemon:
        _awaited.append(handle)

    def body() -> None:
        turns.begin(handle.ident)
        try:
            function()
        finally:
            handle._set_done()

    browser.start(create_proxy(body))
    return handle


def start_new_thread(function: Callable, args: tuple, kwargs: dict | None = None) -> int:
    """Do what `_thread.start_new_thread` does."""
    return start_joinable_thread(lambda: function(*args, **kwargs or {})).ident


def join_all() -> None:
    """Wait for all threads that are no daemons."""
    while _awaited:
        _awaited.pop().join()


def install() -> None:
    """Give `threading` these parts, and renew what it had made of its own."""
    _thread.allocate_lock = _thread.lock = threading._allocate_lock = threading.Lock = Lock
    threading._CRLock = None  # then it writes its own, of a Lock and of get_ident
    _thread.RLock = threading._PyRLock
    threading.local = _threading_local.local
    _thread.get_ident = threading.get_ident = turns.running
    _thread.start_new_thread = start_new_thread
    _thread.start_joinable_thread = threading._start_joinable_thread = start_joinable_thread
    threading._ThreadHandle = ThreadHandle
    threading._thread_shutdown = join_all
    main = threading.main_thread()
    threading._active.clear()
    threading._active[turns.MAIN] = main
    main._ident = turns.MAIN
    threading._active_limbo_lock = threading.RLock()
    queue.SimpleQueue = queue._PySimpleQueue
    pool_of_threads._global_shutdown_lock = Lock()
