"""Check the packages of the labs, and name the way to get them. Runs on Python 3.8 too."""

from __future__ import annotations

import os
import re
import shutil
import sys
from importlib import metadata
from pathlib import Path

from lab.setup.causes import AGAIN
from lab.setup.names import PACKAGES
from lab.setup.report import LOOK, MEND, OK, Finding
from lab.setup.trials import Failed, run_trial

OLDEST, NEWEST = (3, 11), (3, 15)  # what the lock is made for
SLOW = ("jupyterlab",)  # to import; a kernel is tried apart
PROJECT = Path(__file__).resolve().parents[3]


def check_packages() -> Finding:
    """See whether the packages of the labs are installed, in the versions of the lock."""
    missing = missing_packages()
    if missing:
        found = f"missing: {', '.join(missing)}"
        return Finding(MEND, "packages", found, way_to_environment())
    try:
        run_trial("imports", *(name for name in PACKAGES if name not in SLOW))
    except Failed as failed:
        cure = f"delete the folder .venv; {make_environment()}"
        return Finding(MEND, "packages", str(failed), cure)
    locked = locked_versions(PROJECT / "requirements.txt")
    here = {name: metadata.version(name) for name in PACKAGES}
    others = [f"{n} {v}" for n, v in here.items() if v not in locked.get(n, {v})]
    if others:
        found = f"all there; not the versions of requirements.txt: {', '.join(others)}"
        return Finding(LOOK, "packages", found, "if a lab fails, " + way_to_environment())
    return Finding(OK, "packages", "all there")


def missing_packages() -> list[str]:
    """Return the packages of the labs that are not installed."""
    return [name for name in PACKAGES if not is_installed(name)]


def is_installed(name: str) -> bool:
    """Tell whether a package is there, by its record: importing it may take seconds."""
    try:
        return bool(metadata.version(name))
    except (metadata.PackageNotFoundError, KeyError, OSError):  # not there, or damaged
        return False


def locked_versions(lock: Path) -> dict[str, set[str]]:
    """Return the versions that a lock names for each package; none if it cannot be read."""
    try:
        text = lock.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return {}
    versions: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE):
        versions.setdefault(name, set()).add(version)
    return versions


def way_to_environment() -> str:
    """Say how to get to an environment that has the packages: use the one there, or make it."""
    inside = Path("Scripts", "python.exe") if os.name == "nt" else Path("bin", "python")
    made = PROJECT / ".venv" / inside
    if made.exists() and Path(sys.prefix).resolve() != PROJECT / ".venv":
        return f"use the environment's Python: {Path('..', '.venv') / inside} -m lab.check_setup"
    return make_environment()


def make_environment() -> str:
    """Say how to make an environment with the packages."""
    usual = "py" if os.name == "nt" else "python3"
    python = (sys.version_info < OLDEST and newer_python()) or usual
    make = f"{python} {Path('tools', 'environment.py')}"
    return f"in the project's folder run: {make} (it needs the network and some minutes), {AGAIN}"


def newer_python() -> str | None:
    """Name a Python on the PATH that is new enough."""
    names = (f"python3.{minor}" for minor in range(NEWEST[1], OLDEST[1] - 1, -1))
    return next(filter(shutil.which, names), None)
