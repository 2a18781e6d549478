"""Where Pythons are usually found on a computer."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

NAMES = (
    *(f"python3.{minor}" for minor in range(11, 16)),
    *(f"python3.{minor}t" for minor in range(13, 16)),
    "python3",
)
FOLDERS = (  # of uv and of pyenv: on Linux and macOS, then on Windows
    ("UV_PYTHON_INSTALL_DIR", "~/.local/share/uv/python", "*/bin/python3"),
    ("PYENV_ROOT", "~/.pyenv", "versions/3.1[1-9]*/bin/python"),
    ("UV_PYTHON_INSTALL_DIR", "~/AppData/Roaming/uv/python", "*/python.exe"),
    ("PYENV_ROOT", "~/.pyenv/pyenv-win", "versions/3.1[1-9]*/python.exe"),
)


def candidates() -> Iterator[str]:
    """Yield what might be a Python: what LAB_PYTHONS names, or else all in the usual places."""
    if (named := os.environ.get("LAB_PYTHONS")) is not None:
        yield from (os.path.expanduser(path) for path in named.split(os.pathsep) if path.strip())
        return
    yield from filter(None, map(shutil.which, NAMES))
    for variable, usual, pattern in FOLDERS:
        folder = Path(os.environ.get(variable) or usual).expanduser()
        yield from map(str, sorted(folder.glob(pattern)))
    if launcher := shutil.which("py"):
        yield from known_to(launcher)


def known_to(launcher: str) -> list[str]:
    """Return the interpreters that the launcher of Windows lists; none if it gives no answer."""
    command = [launcher, "-0p"]
    try:
        listed = subprocess.run(command, capture_output=True, text=True, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return []
    return re.findall(r"[A-Za-z]:\\.*?\.exe", listed.stdout)
