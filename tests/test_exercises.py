"""Every exercise says what it expects, and its solution solves it.

The cells tagged "setup", an exercise's own cell or its hidden solution, and its check are run
as a plain program in a child interpreter, as they stand in the notebook.
"""

import json
import re
import subprocess
import sys

import pytest
from plain_cells import plain_python

SOLUTION = re.compile(r"<summary>Solution.*?```python\n(.*?)```", re.DOTALL)
TIME_LIMIT_S = 60


def cells_of(lab_path):
    """Return (type, tags, source) of each cell of a notebook."""
    notebook = json.loads(lab_path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        tags = cell["metadata"].get("tags", [])
        yield cell["cell_type"], tags, "".join(cell["source"])


def exercises_of(lab_path):
    """Return (starter, check, solution) of each exercise, and the setup cells in one text."""
    setup, exercises = [], []
    for kind, tags, source in cells_of(lab_path):
        if "setup" in tags:
            setup.append(plain_python(source))
        elif "exercise" in tags:
            exercises.append([source, "", None])
        elif "check" in tags:
            exercises[-1][1] += f"{source}\n"
        elif kind == "markdown" and exercises and (found := SOLUTION.search(source)):
            exercises[-1][2] = found[1]
    return exercises, "\n".join(setup)


def verdicts(lab_path, column):
    """Run setup, then each exercise's starter (0) or solution (2) and its check; return lines."""
    exercises, setup = exercises_of(lab_path)
    parts = [setup, *(f"{exercise[column]}\n{exercise[1]}" for exercise in exercises)]
    child = subprocess.run(
        [sys.executable, "-c", "\n".join(parts)],  # not from stdin: workers would look for a file
        cwd=lab_path.parent,
        capture_output=True,
        encoding="utf-8",
        timeout=TIME_LIMIT_S,
        check=False,
    )
    assert child.returncode == 0, f"{lab_path.stem} ended with\n{child.stderr[-2000:]}"
    return [line for line in child.stdout.splitlines() if re.match(r".*exercise \d+: ", line)]


def test_lab_has_three_whole_exercises(lab_path):
    """A lab has at least three exercises, each with a starter, a check and a solution."""
    exercises, _ = exercises_of(lab_path)
    assert len(exercises) >= 3
    for number, parts in enumerate(exercises, 1):
        assert all(parts), f"exercise {number} lacks its check cell or its solution"


def test_solutions_solve_their_exercises(lab_path):
    """With its solution in place, every check says that the exercise is solved."""
    lines = verdicts(lab_path, column=2)
    assert len(lines) == len(exercises_of(lab_path)[0])
    assert all(": solved" in line for line in lines), "\n".join(lines)


def test_an_empty_exercise_says_what_is_expected(lab_path):
    """With the starter untouched, every check says "not yet" and gives a hint of some words."""
    lines = verdicts(lab_path, column=0)
    assert len(lines) == len(exercises_of(lab_path)[0])
    for line in lines:
        hint = re.fullmatch(r".*exercise \d+: not yet: (.*)", line)
        assert hint, line
        assert len(hint[1].split()) >= 4, line


def test_a_wrong_solution_would_be_noticed(root, tmp_path):
    """These tests can fail: a solution that does not solve is reported as "not yet"."""
    cells = [
        ("code", ["setup"], "from lab.check import check"),
        ("code", ["exercise"], "answer = None"),
        ("code", ["check"], "def examine():\n    assert answer == 2, 'one and one make two'\n"
                            "check('x exercise 1', examine)"),
        ("markdown", [], "<details><summary>Solution</summary>\n\n```python\nanswer = 3\n```\n"),
    ]  # fmt: skip
    lab = tmp_path / "x.ipynb"
    document = [
        {"cell_type": kind, "metadata": {"tags": tags}, "source": source}
        for kind, tags, source in cells
    ]
    lab.write_text(json.dumps({"cells": document}), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(root / "notebooks"))
        (line,) = verdicts(lab, column=2)
    assert line == "x exercise 1: not yet: one and one make two"
