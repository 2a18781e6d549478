"""Test the notebooks as they are committed."""

import json
import subprocess
import sys

from executed_labs import lab_paths

MAX_CELL_LINES = 15


def names(folder, suffix):
    """Return the sorted names of the files in a folder, without their suffix."""
    return sorted(path.stem for path in folder.glob(f"*{suffix}"))


def test_notebooks_are_in_normal_form(root):
    """A notebook is committed without outputs, counts and chance metadata."""
    command = [sys.executable, str(root / "tools" / "normalise.py"), "--check"]
    check = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60)
    assert check.returncode == 0, f"run `make notebooks`:\n{check.stdout}{check.stderr}"


def test_every_numbered_chapter_has_its_lab_and_every_lab_its_chapter(root):
    """Chapter and lab belong together by their name, such as 03-map."""
    chapters = [name for name in names(root / "chapters", ".md") if name[:2].isdigit()]
    assert chapters == names(root / "notebooks", ".ipynb")


def test_there_are_labs(root):
    """The other tests would pass on an empty folder."""
    assert lab_paths(root)


def test_code_cells_are_short_enough_to_be_read_at_a_glance(lab_path):
    """One idea a cell: no code cell has more than 15 lines, blank ones not counted."""
    cells = json.loads(lab_path.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    lines = [[line for line in source.splitlines() if line.strip()] for source in code]
    too_long = {cell[0]: len(cell) for cell in lines if len(cell) > MAX_CELL_LINES}
    assert not too_long, f"{lab_path.name}: split the cells that begin with {too_long}"
