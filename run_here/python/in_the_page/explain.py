"""Say in one sentence what a browser cannot do, where Python's own words leave it open."""

import builtins
import multiprocessing
import os
import socket
import subprocess
import sys
from multiprocessing.context import BaseContext

from in_the_page.loop import PageLoop

NO_KEYBOARD = "a program on this page has no keyboard: write the value into the program"
NO_SOCKETS = "a browser gives a page no sockets; lab.server is a stand-in that only waits"
NO_FORK = "a browser starts no programs and forks none; ProcessPoolExecutor works, as with spawn"
NO_MANAGER = "a Manager needs sockets, which a page has not; multiprocessing.Queue works"
# What the text of an exception holds, and the sentence that is added below the traceback.
SENTENCES = {
    "MemoryError": "a process gets at most 4 GB, one object at most 2 GB; this asked for more.",
    "InterpreterPoolExecutor": "this Python is built without subinterpreters.",
    "_posixshmem": "processes of a page share no memory; send the data, or use an initializer.",
    "DupFd": "processes of a page share no memory; send the data, or use an initializer.",
    "ModuleNotFoundError": "there are the standard library, lab.workloads, lab.web, lab.server "
    "and a stand-in for requests.",
    "watchdog thread": "no thread of the system can watch: this Python has just one.",
}


def _refusing(error: type[OSError], words: str):
    def refuse(*args: object, **kwargs: object):
        raise error(words)

    return refuse


def install() -> None:
    """Let what cannot work say so."""
    builtins.input = _refusing(EOFError, NO_KEYBOARD)
    os.fork = os.forkpty = os.posix_spawn = _refusing(OSError, NO_FORK)
    subprocess.Popen.__init__ = _refusing(OSError, NO_FORK)
    socket.socket.connect = socket.socket.bind = _refusing(OSError, NO_SOCKETS)
    PageLoop.create_connection = PageLoop.create_server = _refusing(OSError, NO_SOCKETS)
    PageLoop.subprocess_exec = PageLoop.subprocess_shell = _refusing(OSError, NO_FORK)
    multiprocessing.Manager = BaseContext.Manager = _refusing(OSError, NO_MANAGER)


def add_sentence(error: BaseException) -> None:
    """Add to a traceback what is special here."""
    told = f"{type(error).__name__}: {error}"
    sentence = next((words for sign, words in SENTENCES.items() if sign in told), None)
    if sentence:
        print(f"(In the browser: {sentence})", file=sys.stderr)
