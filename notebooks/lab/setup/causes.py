"""Find out why a trial failed, and name the cure for that cause. Runs on Python 3.8 too."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

AGAIN = "then run this check again."


class Cause(NamedTuple):
    """Words by which a cause is known in an error's text, what to call it, and its cure."""

    known_by: str
    name: str
    cure: str


HIDDEN = Cause(
    "(?!)",  # known by the file alone
    "a file hides a module",
    "mend the line on names of modules first, " + AGAIN,
)
CAUSES = (
    Cause(
        "Too many open files",
        "too many open files",
        "allow more open files: in a terminal run: ulimit -n 1024 and go on in that terminal.",
    ),
    Cause(
        "AF_UNIX path too long|File name too long",
        "the folder for passing files has too long a name",
        "give that folder a short name: set the variable TMPDIR to /tmp.",
    ),
    Cause(
        "can't start new thread|Resource temporarily unavailable|thread failed to start",
        "no more processes or threads are allowed",
        "close other programs, or allow more processes for your account (ulimit -u).",
    ),
    Cause(
        "MemoryError|Cannot allocate memory|failed to map|bad_alloc|signal 9",
        "not enough memory",
        "close other programs, and take away a limit on memory (ulimit -v unlimited).",
    ),
    Cause(
        "No space left on device|Disk quota exceeded|File too large",
        "no space is left on a disk",
        "make room: on the disk of your home and temporary files, in a container in /dev/shm.",
    ),
    Cause(
        "lacks a functioning sem_open|_multiprocessing|_posixshmem|Function not implemented",
        "this Python or system has no semaphores",
        "use Python from python.org; in a container, let it write to /dev/shm.",
    ),
    Cause(
        "Could not determine home directory|home directory",
        "there is no home folder",
        "set the variable HOME to a folder of your own.",
    ),
    Cause(
        "No usable temporary directory",
        "there is no folder for passing files",
        "set the variable TMPDIR to a folder in which you may write.",
    ),
    Cause(
        "Read-only file system",
        "a folder is read-only",
        "let Python write to your home folder, to that of TMPDIR and, in a container, to /dev/shm.",
    ),
    Cause(
        "No module named|cannot import name|ImportError|DLL load failed",
        "a package is broken",
        "delete the folder .venv and make the environment anew, " + AGAIN,
    ),
)


def cause_in(text: str) -> Cause | None:
    """Return the first cause that is known by words of a text."""
    return next((cause for cause in CAUSES if re.search(cause.known_by, text)), None)


def reason_of(error: BaseException) -> str:
    """Say why something failed in a few words that name no file of this computer."""
    kind = type(error).__name__
    found = cause_in(f"{kind}: {error}")
    if found:
        return f"{kind}: {found.name}"
    number = getattr(error, "errno", None)
    return f"{kind}: {os.strerror(number)}" if isinstance(number, int) and number else kind


def cure_for(reason: str, otherwise: str) -> str:
    """Return the cure of the cause that a reason names, or else another one."""
    return next((cause.cure for cause in (HIDDEN, *CAUSES) if cause.name in reason), otherwise)
