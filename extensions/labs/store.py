"""Know where labs and executed labs are kept, and what their results depend on."""

import hashlib
import json
import re
import sys
import sysconfig
from pathlib import Path

from extensions.labs.files import write_if_changed

BUILD_FOLDER = Path("build", "labs")
# A module of lab/ in code: imported, or named in a command such as `-m lab.x` or a magic.
NAMED = re.compile(r"\blab\.(\w+(?:\.\w+)*)|\bfrom lab(?:\.(\w+))? import ([\w, ]+|\([^)]*\))")


def lab_paths(source_folder: Path | str) -> list[Path]:
    """Return the notebooks of all labs, sorted by name."""
    return sorted(Path(source_folder, "notebooks").glob("*.ipynb"))


def read_lab(path: Path) -> dict:
    """Return a notebook as a dict; what is torn, and of which the build tells, has no cells."""
    try:
        notebook = json.loads(Path(path).read_text(encoding="utf-8"))
    except ValueError:
        notebook = None
    is_notebook = isinstance(notebook, dict) and "cells" in notebook
    return notebook if is_notebook else {"cells": [], "metadata": {}}


def executed_path(source_folder: Path | str, lab_name: str) -> Path:
    return Path(source_folder, BUILD_FOLDER, f"{lab_name}.ipynb")


def key_of(notebook_path: Path) -> str:
    """Return a hash over all that the lab's results depend on, but the machine's mood.

    These are its text, the instruments that it imports, and what those import and read.
    """
    folder = notebook_path.parent
    text = notebook_path.read_text(encoding="utf-8")
    lock = folder.parent / "requirements.txt"
    digest = hashlib.sha256(f"{sys.version} {sysconfig.get_platform()} {text}".encode())
    for path in [*sorted(files_used(text, folder)), lock]:
        if path.exists():
            digest.update(f"\0{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def files_used(text: str, folder: Path) -> set[Path]:
    """Return the files below lab/ and results/ that a text names, or that those files name."""
    found, waiting = set(), [text]
    while waiting:
        text = waiting.pop()
        for path in named_files(text, folder) - found:
            found.add(path)
            if path.suffix == ".py":
                waiting.append(path.read_text(encoding="utf-8"))
    return found


def named_files(text: str, folder: Path) -> set[Path]:
    """Return the modules of lab/ that a text names, and the recorded results by name or pattern.

    A package counts with all that is in it.
    """
    names = {name.replace(".", "/") for name, _, _ in NAMED.findall(text) if name}
    for _, package, imported in NAMED.findall(text):
        prefix = f"{package}/" if package else ""
        names |= {prefix + name for name in re.findall(r"\w+", imported)} | {package}
    paths = {path for name in names if name for path in module_files(folder / "lab", name)}
    patterns = re.findall(r'"(\*-\w+\*\.json)"', text)  # "*-core*.json": all recorded machines
    recorded = {
        path
        for path in (folder / "results").glob("*.json")
        if path.name in text or any(path.match(pattern) for pattern in patterns)
    }
    return paths | recorded


def module_files(folder: Path, name: str) -> set[Path]:
    """Return the files of a module, such as "draw" or "page/turns"."""
    top = name.partition("/")[0]
    if (package := folder / top).is_dir():
        return {
            path
            for path in package.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
    return {path for path in [folder / f"{top}.py"] if path.is_file()}


def last_run(path: Path) -> dict:
    """Return the `lab_run` record of an executed notebook, or {} if there is none."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))["metadata"]["lab_run"]
    except (OSError, ValueError, KeyError):
        return {}


def write_executed(path: Path, notebook: dict) -> None:
    write_if_changed(path, json.dumps(notebook, ensure_ascii=False))
