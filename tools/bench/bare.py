"""Run labs with nbclient alone, by the schedule of the build; started as a program of its own.

python -m bench.bare lab.ipynb …
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

# As in extensions/__init__.py, of which a bare run knows nothing: a second less on both sides.
sys.modules.setdefault("rfc3987_syntax", None)

import nbformat  # noqa: E402
from nbclient import NotebookClient  # noqa: E402

CELL_LIMIT_S = 60
TOGETHER = 4  # as in extensions/labs/run.py


def run(path):
    """Run one notebook and throw its outputs away."""
    notebook = nbformat.read(path, as_version=4)
    folder = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=CELL_LIMIT_S, resources=folder).execute()


def main(paths):
    """Run the labs that measure one by one, after the others some at a time."""
    alone = {path for path in paths if measures(path)}
    together = [path for path in paths if path not in alone]
    for chosen, workers in ((together, TOGETHER), (sorted(alone), 1)):
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(run, chosen))


def measures(path):
    """Tell whether a lab wants the machine to itself."""
    return json.loads(path.read_text(encoding="utf-8"))["metadata"].get("lab", {}).get("alone")


if __name__ == "__main__":
    main([Path(argument).resolve() for argument in sys.argv[1:]])
