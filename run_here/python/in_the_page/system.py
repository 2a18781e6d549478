"""What a program asks its operating system for: the page answers."""

import os
import signal
import sys

import browser  # given by worker/interpreter.js
from pyodide.ffi import to_js

from in_the_page import turns

CORES = browser.cores


def ask(what: str, *details: object) -> object:
    """Have the page do something, and wait for its answer."""
    return turns.wait(browser.ask(what, to_js(details)).promise)


def tell(what: str, *details: object) -> None:
    """Have the page do something, and go on."""
    browser.tell(what, to_js(details))


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
    os.getpid, os.getppid = (lambda: pid), (lambda: parent)
    os.cpu_count = os.process_cpu_count = lambda: CORES
    os._exit, os.kill = exit_now, kill
    os.abort = lambda: kill(pid, signal.SIGABRT) or exit_now(-signal.SIGABRT)
