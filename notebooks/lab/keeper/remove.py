"""Remove a folder whatever a program has made of it."""

import contextlib
import os
import shutil
import stat


def remove(folder: str) -> None:
    """Remove a folder as far as the system allows: read-only parts too, however deep they are."""
    with contextlib.suppress(RecursionError):
        shutil.rmtree(folder, ignore_errors=True)
    if not os.path.isdir(folder):
        return
    with contextlib.suppress(OSError):
        if os.scandir in os.supports_fd:
            _remove_deep(folder)
        else:
            _remove_read_only(folder)


def _remove_read_only(folder: str) -> None:
    """Remove a folder with files that Windows does not delete, because they are read-only."""
    for place, _, files in os.walk(folder):
        for name in files:
            os.chmod(os.path.join(place, name), stat.S_IRWXU)
    shutil.rmtree(folder, ignore_errors=True)


def _remove_deep(folder: str) -> None:
    """Remove a folder by steps down and up, which need neither long paths nor many open files."""
    here, names = os.open(folder, os.O_RDONLY), []
    try:
        while True:
            if inner := _inner_folder(here):
                os.chmod(inner, stat.S_IRWXU, dir_fd=here)
                here = _step(here, inner)
                names.append(inner)
            elif names:
                here = _step(here, "..")
                os.rmdir(names.pop(), dir_fd=here)
            else:
                break
    finally:
        os.close(here)
    os.rmdir(folder)


def _step(here: int, name: str) -> int:
    there = os.open(name, os.O_RDONLY, dir_fd=here)
    os.close(here)
    return there


def _inner_folder(here: int) -> str | None:
    """Delete the files of an open folder until there is a folder among them; return its name."""
    with os.scandir(here) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                return entry.name
            os.unlink(entry.name, dir_fd=here)
    return None
