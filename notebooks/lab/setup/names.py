"""Check that no file of a learner has the name of a module. Runs on Python 3.8 too."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from lab.setup.causes import AGAIN
from lab.setup.report import MEND, OK, Finding

NOTEBOOKS = Path(__file__).resolve().parents[2]
PACKAGES = ("ipykernel", "jupyterlab", "matplotlib", "numpy", "requests", "tqdm")
BELOW_PACKAGES = ("IPython", "jupyter_client", "jupyter_core", "tornado", "traitlets", "zmq")


def check_names(path: list[str]) -> Finding:
    """Look for files of a learner that Python would import in place of its own."""
    found = {file.name: file.parent for folder in first_folders(path) for file in hiding_in(folder)}
    if not found:
        return Finding(OK, "names of modules", "no file hides a module of Python or a package")
    names = ", ".join(sorted(found))
    places = ", ".join(sorted({str(folder) for folder in found.values()}))
    cure = f"rename {names} (in {places}), {AGAIN}"
    return Finding(MEND, "names of modules", f"hidden from the labs by a file: {names}", cure)


def first_folders(path: list[str]) -> list[Path]:
    """Return the folders that come before Python's own, and that of the labs."""
    standard = os.path.realpath(os.path.dirname(os.__file__))
    folders = [os.path.realpath(folder or os.curdir) for folder in path]
    before = folders[: folders.index(standard)] if standard in folders else folders[:1]
    return list(dict.fromkeys([*map(Path, before), NOTEBOOKS]))


def hiding_in(folder: Path) -> Iterator[Path]:
    """Yield the modules of a folder that have the name of one that the labs need."""
    names = names_of_modules()
    try:
        files = sorted(folder.iterdir())
    except OSError:
        return
    for file in files:
        is_module = file.suffix in {".py", ".pyc"} or (file / "__init__.py").exists()
        if is_module and file.stem in names and file.parent.name != "lab":
            yield file


def names_of_modules() -> set[str]:
    """Return the names of Python's own modules, and of the packages that the labs need."""
    listed = getattr(sys, "stdlib_module_names", None)  # since Python 3.10
    if listed is None:
        listed = {Path(name).stem for name in os.listdir(os.path.dirname(os.__file__))}
    return {*listed, *PACKAGES, *BELOW_PACKAGES} - {"site", "sitecustomize", "usercustomize"}


def is_hidden_from_children() -> bool:
    """Tell whether what this Python starts finds a learner's file in place of a module."""
    folders = [Path(f) for f in os.environ.get("PYTHONPATH", "").split(os.pathsep) if f]
    return any(any(hiding_in(folder)) for folder in [*folders, NOTEBOOKS])
