"""Threads that take turns: who is running, and how a thread waits while the others go on.

Python runs on one thread of the browser, so one call stack runs at a time, and keeps its turn until
it waits. JavaScript Promise Integration sets its stack aside then, and goes on with another's.
"""

import asyncio
import time

import browser  # given by worker/interpreter.js
from pyodide.ffi import can_run_sync, run_sync

MAIN = 1  # the main thread's identifier
_running = MAIN


def running() -> int:
    """Return the identifier of the thread that has its turn."""
    return _running


def begin(ident: int) -> None:
    """Note that a new thread has the turn: its stack is empty."""
    global _running
    _running = ident
    asyncio._set_running_loop(None)


def wait(promise) -> object:
    """Let others run until a JavaScript promise is settled; return its value."""
    global _running
    if not can_run_sync():
        raise RuntimeError("nothing can wait here: this code was called from JavaScript")
    me, loop = _running, asyncio._get_running_loop()
    task = asyncio.current_task() if loop else None
    _leave(loop, task)
    try:
        return run_sync(promise)
    finally:
        _running = me
        _enter(loop, task)


def _leave(loop, task) -> None:
    """Take the thread's event loop and task along: Python keeps one of each, not one for each."""
    if task:
        asyncio._leave_task(loop, task)
    asyncio._set_running_loop(None)


def _enter(loop, task) -> None:
    asyncio._set_running_loop(loop)
    if task:
        asyncio._enter_task(loop, task)


class Sleeper:
    """One wait of one thread, which another may end."""

    def __init__(self) -> None:
        self.is_woken = False
        self._parked = None

    def sleep(self, timeout_s: float | None = None) -> bool:
        """Wait until `wake` is called; return False when `timeout_s` seconds have passed before."""
        if not self.is_woken:
            self._parked = browser.park(-1 if timeout_s is None else max(0.0, timeout_s) * 1000)
            wait(self._parked.promise)
        return self.is_woken

    def wake(self) -> None:
        """Let the sleeping thread go on when it is its turn."""
        self.is_woken = True
        if self._parked is not None:
            self._parked.wake()


def sleep(seconds: float) -> None:
    """Do what `time.sleep` does."""
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    Sleeper().sleep(seconds)


def install() -> None:
    """Have Python's sleep let others run."""
    time.sleep = sleep
    begin(MAIN)
