"""What a program asks its operating system for: the page answers."""

import os
import signal
import sys

import browser  # given by worker/interpreter.js
from pyodide.ffi import to_js

from in_the_page import turns

_me = {"pid": 0, "parent": 0}


def ask(what: str, *details: object) -> object:
    """Have the page do something, and wait for its answer."""
    return turns.wait(browser.ask(what, to_js(details)).promise)


def tell(what: str, *details: object) -> None:
    """Have the page do something, and go on."""
    browser.tell(what, to_js(details))


# They have names, by which they can go to another process.
def getpid() -> int:
    """Return this process's number."""
    return _me["pid"]


def getppid() -> int:
    """Return the number of the process that started this one."""
    return _me["parent"]


def cpu_count() -> int:
    """Return how many cores the browser tells of."""
    return browser.cores


def abort() -> None:
    """Do what `os.abort` does."""
    exit_now(-signal.SIGABRT)


def exit_now(code: int) -> None:
    """Do what `os._exit` does: the page ends this process at once."""
    sys.stdout.flush()
    tell("exit", code)
    while True:  # until it has
        pass


def kill(pid: int, signal_number: int) -> None:
    """End a process: no signal is caught here."""
    if signal_number and not ask("kill", pid, int(signal_number)):
        raise ProcessLookupError(3, "No such process")


def install(pid: int, parent: int) -> None:
    """Let `os` know this process, and how many cores there are."""
    _me.update(pid=pid, parent=parent)
    os.getpid, os.getppid = getpid, getppid
    os.cpu_count = os.process_cpu_count = cpu_count
    os._exit, os.kill, os.abort = exit_now, kill, abort
