"""Check the folders that the labs write into, and the room that is left. Runs on Python 3.8 too."""

from __future__ import annotations

import os
import shutil
import tempfile
from functools import partial
from multiprocessing import connection
from pathlib import Path

from lab.setup.causes import cure_for, reason_of
from lab.setup.names import NOTEBOOKS
from lab.setup.report import LOOK, MEND, OK, Finding

PASSING = "folder for passing files"
LONGEST_NAME_BYTES = 70  # the name of a socket in it has room for 104 bytes at most
LITTLE_FREE_GB, TOO_LITTLE_FREE_GB = 0.5, 0.05
TRIED_BYTES = 100_000


def check_folder(folder: str | Path, name: str) -> Finding:
    """See whether files can be written into a folder; the one tried is gone at once."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"ready" * (TRIED_BYTES // 5))
            file.flush()
    except OSError as error:
        otherwise = "copy the whole project into a folder of your own and work there."
        if name != "folder of the labs":
            otherwise = "set the variable TMPDIR to a folder in which you may write."
        reason = reason_of(error)
        cure = otherwise if "read-only" in reason else cure_for(reason, otherwise)
        return Finding(MEND, name, f"cannot be written ({reason})", cure)
    return Finding(OK, name, "can be written")


def check_passing() -> Finding:
    """See whether there is a folder for temporary files, and its name leaves room for sockets."""
    try:
        folder = tempfile.gettempdir()
    except OSError as error:
        cure = cure_for(reason_of(error), "")
        return Finding(MEND, PASSING, "there is none that can be written", cure)
    long = len(os.fsencode(folder))
    if long > LONGEST_NAME_BYTES and not has_room_for_sockets():
        cure = "give it a short name: export TMPDIR=/tmp"
        found = f"its name has {long} letters, too long for the sockets of processes"
        return Finding(MEND, PASSING, found, cure)
    return check_folder(folder, PASSING)


def has_room_for_sockets() -> bool:
    """Try it: some Pythons find another place when the name of the usual one is too long."""
    try:
        connection.Listener(family="AF_PIPE" if os.name == "nt" else "AF_UNIX").close()
    except OSError:
        return False
    return True


def check_home() -> Finding:
    """See whether JupyterLab can keep its files: in the home folder, if it was told no other."""
    told = os.environ.get("JUPYTER_RUNTIME_DIR") or os.environ.get("JUPYTER_DATA_DIR")
    home = told or os.path.expanduser("~")
    cure = "set the variable HOME to a folder of your own in which you may write."
    if told:
        cure = "take away the variables JUPYTER_RUNTIME_DIR and JUPYTER_DATA_DIR: unset them."
    if not os.path.isabs(home):
        return Finding(MEND, "home folder", "there is none, and JupyterLab needs one", cure)
    if check_folder(nearest(home), "home folder").level != OK:
        return Finding(MEND, "home folder", "JupyterLab cannot write into it", cure)
    return Finding(OK, "home folder", "can be written")


def nearest(folder: str) -> str:
    """Return a folder, or the nearest one above it that exists."""
    while not os.path.isdir(folder) and folder != os.path.dirname(folder):
        folder = os.path.dirname(folder)
    return folder


def check_room() -> Finding:
    """See how much room is left on the disks of the labs and of temporary files."""
    free_gb = min(shutil.disk_usage(folder).free for folder in places()) / 1e9
    if free_gb >= LITTLE_FREE_GB:
        return Finding(OK, "room on the disk", f"{free_gb:.1f} GB free")
    level = MEND if free_gb < TOO_LITTLE_FREE_GB else LOOK
    cure = "delete what you do not need, on the disks of the labs and of temporary files."
    return Finding(level, "room on the disk", f"only {free_gb * 1000:.0f} MB free", cure)


def places() -> list[str]:
    try:
        return [str(NOTEBOOKS), tempfile.gettempdir()]
    except OSError:
        return [str(NOTEBOOKS)]


CHECKS = [
    ("folder of the labs", partial(check_folder, NOTEBOOKS, "folder of the labs")),
    (PASSING, check_passing),
    ("home folder", check_home),
    ("room on the disk", check_room),
]
