"""Put notebooks in their normal form: what an author wrote, and nothing that running it leaves.

In normal form a notebook has no outputs and no counts, its cells have lasting ids, and only
metadata that means something. Two people's versions then differ only where they mean to.

    python tools/normalise.py                  all notebooks of the project
    python tools/normalise.py FILE ...         these
    python tools/normalise.py --check [...]    change nothing; list those that are not
"""

import argparse
import hashlib
import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
NOTEBOOK_KEYS = ("lab",)
CELL_KEYS = ("tags", "lab")
VALID_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")  # nbformat 4.5
MEND = "make notebooks"


def source_text(cell):
    """Return a cell's source as one string, whichever way the file holds it."""
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def new_id(text, taken):
    """Return an id made from the cell's text, so that every run gives the same one."""
    number = 0
    while True:
        digest = hashlib.sha256(f"{number}\n{text}".encode()).hexdigest()[:8]
        if digest not in taken:
            return digest
        number += 1


def cell_ids(cells):
    """Return an id for each cell: its own where that is valid and new, else a made one."""
    own = [cell.get("id") for cell in cells]
    valid = [isinstance(name, str) and VALID_ID.fullmatch(name) is not None for name in own]
    kept = [
        ok and own.index(name) == at for at, (name, ok) in enumerate(zip(own, valid, strict=True))
    ]
    taken = {name for name, keep in zip(own, kept, strict=True) if keep}
    names = []
    for cell, name, keep in zip(cells, own, kept, strict=True):
        names.append(name if keep else new_id(source_text(cell), taken))
        taken.add(names[-1])
    return names


def normal_cell(cell, name):
    """Return a cell with id `name`, reduced to what its author wrote."""
    metadata = {
        key: cell["metadata"][key] for key in CELL_KEYS if cell.get("metadata", {}).get(key)
    }
    kept = {"cell_type": cell["cell_type"], "id": name, "metadata": metadata}
    kept["source"] = source_text(cell).rstrip("\n").splitlines(keepends=True)
    if cell["cell_type"] == "code":
        kept |= {"execution_count": None, "outputs": []}
    if cell.get("attachments"):
        kept["attachments"] = cell["attachments"]
    return dict(sorted(kept.items()))


def normal_form(text):
    """Return a notebook's text in normal form; raise ValueError when it is not a notebook."""
    notebook = json.loads(text)
    if not isinstance(notebook, dict) or notebook.get("nbformat") != 4:
        raise ValueError("not a notebook of format 4")
    cells = notebook["cells"]
    metadata = {
        key: notebook["metadata"][key] for key in NOTEBOOK_KEYS if key in notebook["metadata"]
    }
    metadata |= {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    normal = {
        "cells": [normal_cell(*pair) for pair in zip(cells, cell_ids(cells), strict=True)],
        "metadata": dict(sorted(metadata.items())),
        "nbformat": 4,
        "nbformat_minor": 5,  # the first with cell ids
    }
    return json.dumps(normal, indent=1, ensure_ascii=False) + "\n"


def all_notebooks():
    """Return the project's notebooks, without an editor's checkpoints."""
    found = (ROOT / "notebooks").rglob("*.ipynb")
    return sorted(path for path in found if ".ipynb_checkpoints" not in path.parts)


def mend(path, check_only):
    """Bring the file to normal form unless `check_only`; return whether it was in it already."""
    # Bytes: a line end of Windows is a difference too.
    before = path.read_bytes()
    after = normal_form(before.decode("utf-8")).encode("utf-8")
    if before != after and not check_only:
        path.write_bytes(after)
    return before == after


def main(arguments=None):
    """Mend or check the notebooks; return the exit status."""
    parser = argparse.ArgumentParser(description="Put notebooks in their normal form.")
    parser.add_argument("files", nargs="*", type=Path, help="default: all in notebooks/")
    parser.add_argument("--check", action="store_true", help="change nothing, list the others")
    options = parser.parse_args(arguments)
    status = 0
    for path in options.files or all_notebooks():
        try:
            if mend(path, options.check):
                continue
        except (OSError, ValueError, KeyError, TypeError) as error:
            print(f"{path}: cannot be read as a notebook: {error}", file=sys.stderr)
            status = 1
            continue
        print(f"{path}: {'not in' if options.check else 'now in'} normal form")
        status = max(status, int(options.check))
    if status and options.check:
        print(f"Mend them with: {MEND}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
