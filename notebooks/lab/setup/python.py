"""Check the Python, and whether it can make an environment. Runs on Python 3.8 too."""

from __future__ import annotations

import platform
import shutil
import sys
import sysconfig
from importlib import metadata, util

from lab.setup.causes import AGAIN
from lab.setup.packages import (
    NEWEST,
    OLDEST,
    check_packages,
    is_installed,
    missing_packages,
    newer_python,
    way_to_environment,
)
from lab.setup.report import LOOK, MEND, OK, Finding


def check_python() -> Finding:
    """See whether this Python is one that the labs are made for."""
    found = platform.python_version()
    if sys.version_info < OLDEST:
        newer = newer_python()
        cure = f"run: {newer} -m lab.check_setup"
        if newer is None:
            cure = f"install Python 3.13 from python.org, {AGAIN}"
        return Finding(MEND, "Python", f"{found}, and the labs need 3.11 or newer", cure)
    if sys.version_info[:2] > NEWEST:
        cure = "if something fails, use Python 3.11 to 3.15."
        return Finding(LOOK, "Python", f"{found}, newer than those the labs were tried on", cure)
    return Finding(OK, "Python", found)


def check_venv() -> Finding:
    """See whether an environment can be made, which the packages go into."""
    version = "{}.{}".format(*sys.version_info)
    missing = [name for name in ("venv", "ensurepip") if util.find_spec(name) is None]
    if missing and missing_packages():
        cure = (
            f"on Debian and Ubuntu run: sudo apt install python{version}-venv; elsewhere install "
            f"Python from python.org; {AGAIN}"
        )
        return Finding(MEND, "venv and pip", f"this Python lacks {' and '.join(missing)}", cure)
    if is_installed("pip"):
        return Finding(OK, "venv and pip", f"pip {metadata.version('pip')}")
    if missing_packages():
        cure = f"pip comes with an environment; {way_to_environment()}"
        return Finding(MEND, "venv and pip", "this Python has no pip", cure)
    return Finding(OK, "venv and pip", "no pip, and none is needed: all packages are there")


def check_free_threading() -> Finding:
    """Look for a Python without a GIL, which the labs can do without."""
    names = [f"python3.{minor}t" for minor in range(NEWEST[1], 12, -1)]
    here = [name for name in names if shutil.which(name)]
    if sysconfig.get_config_var("Py_GIL_DISABLED"):
        here.insert(0, "this one")
    found = ", ".join(here) or "none, and none is needed: the labs show recorded runs"
    return Finding(OK, "Pythons without a GIL", found)


CHECKS = [
    ("Python", check_python),
    ("venv and pip", check_venv),
    ("packages", check_packages),
    ("Pythons without a GIL", check_free_threading),
]
