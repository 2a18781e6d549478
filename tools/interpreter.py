"""Tell whether an interpreter can run this project, and name one that can.

This file parses on Python 3.6 too: see environment.py.
"""

import os
import subprocess
import sys

OLDEST = (3, 11)
NEWEST_KNOWN_MINOR = 15  # only used to suggest an interpreter


class Problem(Exception):
    """Something the user has to act on; its text is the sentence to show."""


def starts(python: str, code: str = "pass") -> bool:
    """Tell whether the interpreter `python` runs `code` without an error."""
    command = [python, "-E", "-s", "-S", "-c", code]
    nowhere = subprocess.DEVNULL
    try:
        return subprocess.call(command, stdout=nowhere, stderr=nowhere) == 0
    except OSError:
        return False


def command_with(python: str) -> str:
    here = os.path.dirname(os.path.abspath(__file__))
    if os.path.exists(os.path.join(os.path.dirname(here), "Makefile")):
        return f"PYTHON={python} make html"
    return f"{python} {os.path.join('tools', 'environment.py')}"  # as in the workshop's zip


def suggestion() -> str:
    """Name a Python on the PATH that is new enough, or say to install one."""
    for minor in range(NEWEST_KNOWN_MINOR, OLDEST[1] - 1, -1):
        name = f"python3.{minor}"
        if starts(name, "import ensurepip"):
            return "One is here: " + command_with(name)
    return "Install one, then name it: " + command_with("python3.13")


def check_version(version: tuple, python: str) -> None:
    """Raise Problem when `version`, a tuple of numbers, is older than the project supports."""
    if version[:2] < OLDEST:
        needed, found = as_text(OLDEST), as_text(version)
        raise Problem(
            f"This needs Python {needed} or newer, and {python} is Python {found}. {suggestion()}"
        )


def as_text(version: tuple) -> str:
    return "{}.{}".format(*version)


def check_venv_module(version: tuple) -> None:
    """Raise Problem when this Python cannot make environments (Debian packs that apart)."""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        found = as_text(version)
        raise Problem(
            f"Python {found} lacks its venv module. On Debian and Ubuntu: apt install "
            f"python{found}-venv; elsewhere, install Python from python.org; "
            "then run the same command again."
        ) from None


def base_python() -> str:
    """Return the interpreter behind this one, which outlives any .venv this one belongs to."""
    return getattr(sys, "_base_executable", None) or sys.executable


def next_commands(root: str, python: str) -> str:
    """Return what to type now, for somebody who has made the environment by hand."""
    labs = os.path.join(root, "notebooks")
    if not os.path.isdir(labs):
        return "Ready."
    python = os.path.relpath(python, labs)
    return (
        f"Ready. Now type, one after the other:\n\n  cd {labs}\n"
        f"  {python} -m lab.check_setup\n  {python} -m jupyterlab 01-gil.ipynb\n"
    )
