"""Know where labs and executed labs are kept, and what their results depend on."""

import hashlib
import json
import os
import sys
import sysconfig
from pathlib import Path

BUILD_FOLDER = Path("build", "labs")


def lab_paths(source_folder):
    """Return the notebooks of all labs, sorted by name."""
    return sorted(Path(source_folder, "notebooks").glob("*.ipynb"))


def read_lab(path):
    """Return a notebook as a dict; what is torn, and of which the build tells, has no cells."""
    try:
        notebook = json.loads(Path(path).read_text(encoding="utf-8"))
    except ValueError:
        notebook = None
    is_notebook = isinstance(notebook, dict) and "cells" in notebook
    return notebook if is_notebook else {"cells": [], "metadata": {}}


def executed_path(source_folder, lab_name):
    """Return where the executed notebook of a lab stands."""
    return Path(source_folder, BUILD_FOLDER, f"{lab_name}.ipynb")


def key_of(notebook_path):
    """Return a hash over all that the lab's results depend on, but the machine's mood."""
    folder = notebook_path.parent
    instruments = sorted((folder / "lab").rglob("*.py"))
    recorded = sorted((folder / "results").rglob("*.json"))
    lock = folder.parent / "requirements.txt"
    digest = hashlib.sha256(f"{sys.version} {sysconfig.get_platform()}".encode())
    for path in [notebook_path, *instruments, *recorded, lock]:
        if path.exists():
            digest.update(f"\0{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def last_run(path):
    """Return the `lab_run` record of an executed notebook, or {} if there is none."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))["metadata"]["lab_run"]
    except (OSError, ValueError, KeyError):
        return {}


def write_executed(path, notebook):
    """Write the executed notebook in one step, so that no half of it is ever seen."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    unfinished.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
    os.replace(unfinished, path)
