"""Let one build at a time work in a folder, and only where it can write."""

import contextlib
import os
import shutil
import signal
import threading
from pathlib import Path
from typing import IO

LEAST_FREE_BYTES = 100_000_000  # a whole build takes about half of it


class CannotBuild(SystemExit):
    """Why no build can be made here: one sentence; to a SphinxError Sphinx adds a whole report."""


def claim_folder(folder: Path) -> IO:
    """Lock a folder for this process, and return the open file that holds the lock.

    The system gives the lock back when the process ends, however it ends. Raises CannotBuild.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        free_bytes = shutil.disk_usage(folder).free
        if free_bytes < LEAST_FREE_BYTES:
            raise CannotBuild(f"the disk of {folder} is full: {free_bytes / 1e6:.0f} MB are left.")
        lock = open(folder / "lock", "w")  # noqa: SIM115  the build keeps it
    except OSError as problem:
        raise CannotBuild(f"{folder} cannot be written: {problem.strerror}.") from problem
    if not _locked(lock):
        lock.close()
        raise CannotBuild(f"another build is at work in {folder}: wait for it, or stop it.")
    return lock


def _locked(lock: IO) -> bool:
    with contextlib.suppress(OSError):
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def end_like_ctrl_c() -> None:
    """Have a plain kill end the build as Ctrl-C does, so that no kernel is left."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)
