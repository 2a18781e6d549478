"""Test the notebooks as they are committed."""

import json
import re
import shlex
import subprocess
import sys

from extensions.labs.pairs import chapter_of, labs_of
from extensions.labs.store import lab_paths
from new_pair import alone

MAX_CELL_LINES = 15
OUTPUT = {"output_type": "stream", "name": "stdout", "text": []}


def names(folder, suffix):
    return sorted(path.stem for path in folder.glob(f"*{suffix}"))


def strip(root, *arguments):
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    line = re.search(r"^STRIP := \S+ (.*?[^\\])\n", makefile, re.M | re.S)
    command = [sys.executable, *shlex.split(line[1].replace("\\\n", " ")), *map(str, arguments)]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60)


def test_notebooks_are_committed_without_what_a_run_leaves(root):
    check = strip(root, "--verify", *lab_paths(root))
    assert check.returncode == 0, f"run `make notebooks`:\n{check.stdout}{check.stderr}"


def test_a_run_notebook_is_named_and_what_was_written_stays(root, tmp_path):
    before = json.loads(lab_paths(root)[0].read_text(encoding="utf-8"))
    ran = json.loads(json.dumps(before))
    code = next(cell for cell in ran["cells"] if cell["cell_type"] == "code")
    code |= {"execution_count": 7, "outputs": [OUTPUT]}
    code["metadata"]["scrolled"] = True
    path = tmp_path / "ran.ipynb"
    path.write_text(json.dumps(ran), encoding="utf-8")
    check = strip(root, "--verify", path)
    assert check.returncode != 0
    assert "ran.ipynb" in check.stdout + check.stderr
    strip(root, path)
    assert json.loads(path.read_text(encoding="utf-8")) == before


def test_every_numbered_chapter_has_a_lab_and_every_lab_its_chapter(root):
    chapters = [name for name in names(root / "chapters", ".md") if name[:2].isdigit()]
    labs = names(root / "notebooks", ".ipynb")
    assert [lab for lab in labs if not chapter_of(lab, chapters)] == []
    assert [chapter for chapter in chapters if not labs_of(chapter, labs, chapters)] == []


def test_a_chapter_may_have_several_labs():
    chapters = ["09-failures", "09-failures-hangs"]
    assert chapter_of("09-failures", chapters) == "09-failures"
    assert chapter_of("09-failures-slow", chapters) == "09-failures"
    assert chapter_of("09-failures-hangs", chapters) == "09-failures-hangs"
    assert chapter_of("09-failuresslow", chapters) is None
    labs = ["09-failures-slow", "09-failures-hangs", "09-failures"]
    assert labs_of("09-failures", labs, chapters[:1]) == sorted(labs)


def test_each_lab_has_the_cell_for_a_notebook_that_is_alone(lab_path):
    """It stands below the title and is the same in all: tools/pair/alone.py."""
    assert json.loads(lab_path.read_text(encoding="utf-8"))["cells"][1] == alone()


def test_there_are_labs(root):
    """The other tests would pass on an empty folder."""
    assert lab_paths(root)


def lines_to_read(source):
    """Count a cell's lines without blank ones and imports, which nobody reads for the idea.

    The line that names a program (`%%sandbox`) does not count either.
    """
    imports = r"^(?:from [\w.]+ )?import (?:\([^)]*\)|.*)$"
    body = re.sub(rf"{imports}|\A%%sandbox.*", "", source, flags=re.MULTILINE)
    return sum(1 for line in body.splitlines() if line.strip())


APPARATUS = re.compile(
    r"\b(?:glue|claim)\(|\b(?:svg|player)\.(?:show|explore)\(|\b(?:draw|plt|diagram)\.|@house_style"
)


def test_a_learners_cell_holds_no_apparatus_and_the_rest_is_folded(lab_path):
    """What only glues, claims, draws or checks has cells of its own, and JupyterLab folds them."""
    problems = []
    cells = json.loads(lab_path.read_text(encoding="utf-8"))["cells"]
    for cell in cells:
        if cell["cell_type"] != "code":
            continue
        folded = cell["metadata"].get("jupyter", {}).get("source_hidden", False)
        wanted = bool({"apparatus", "check"} & set(cell["metadata"].get("tags", ())))
        if folded != wanted:
            problems.append(f"cell {cell['id']}: source_hidden should be {wanted}")
        if not wanted and (found := APPARATUS.search("".join(cell["source"]))):
            problems.append(f"cell {cell['id']}: '{found[0]}' belongs in a cell tagged apparatus")
    assert not problems, f"{lab_path.name}\n" + "\n".join(problems)


def test_code_cells_are_short_enough_to_be_read_at_a_glance(lab_path):
    cells = json.loads(lab_path.read_text(encoding="utf-8"))["cells"]
    code = [
        "".join(cell["source"])
        for cell in cells
        if cell["cell_type"] == "code" and "check" not in cell["metadata"].get("tags", [])
    ]
    too_long = {s.split("\n")[0]: n for s in code if (n := lines_to_read(s)) > MAX_CELL_LINES}
    assert not too_long, f"{lab_path.name}: split the cells that begin with {too_long}"
