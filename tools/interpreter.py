"""Tell whether an interpreter can run this project, and name one that can.

This file parses on Python 2.7 too: see environment.py.
"""

import os
import subprocess
import sys

OLDEST = (3, 11)
NEWEST_KNOWN_MINOR = 15  # only used to suggest an interpreter


class Problem(Exception):
    """Something the user has to act on; its text is the sentence to show."""


def starts(python, code="pass"):
    """Tell whether the interpreter `python` runs `code` without an error."""
    try:
        with open(os.devnull, "w") as nowhere:
            command = [python, "-E", "-s", "-S", "-c", code]
            return subprocess.call(command, stdout=nowhere, stderr=nowhere) == 0
    except OSError:
        return False


def command_with(python):
    here = os.path.dirname(os.path.abspath(__file__))
    if os.path.exists(os.path.join(os.path.dirname(here), "Makefile")):
        return "PYTHON=%s make html" % python
    return "%s %s" % (python, os.path.join("tools", "environment.py"))  # as in the workshop's zip


def suggestion():
    """Name a Python on the PATH that is new enough, or say to install one."""
    for minor in range(NEWEST_KNOWN_MINOR, OLDEST[1] - 1, -1):
        name = "python3.%d" % minor
        if starts(name, "import ensurepip"):
            return "One is here: " + command_with(name)
    return "Install one, then name it: " + command_with("python3.13")


def check_version(version, python):
    """Raise Problem when `version`, a tuple of numbers, is older than the project supports."""
    if tuple(version[:2]) < OLDEST:
        needed, found = "%d.%d" % OLDEST, "%d.%d" % tuple(version[:2])
        text = "This needs Python %s or newer, and %s is Python %s. %s"
        raise Problem(text % (needed, python, found, suggestion()))


def check_venv_module(version):
    """Raise Problem when this Python cannot make environments (Debian packs that apart)."""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        found = "%d.%d" % tuple(version[:2])
        text = (
            "Python %s lacks its venv module. On Debian and Ubuntu: apt install python%s-venv; "
            "elsewhere, install Python from python.org; then run the same command again."
        )
        raise Problem(text % (found, found))


def base_python():
    """Return the interpreter behind this one, which outlives any .venv this one belongs to."""
    return getattr(sys, "_base_executable", None) or sys.executable
