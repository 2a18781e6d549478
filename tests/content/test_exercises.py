"""Every exercise says what it expects, and its solution solves it.

The cells tagged "setup", an exercise's own cell or its hidden solution, and its check are run
as a plain program in a child interpreter, as they stand in the notebook: first each exercise as
a learner finds it, then each with its solution. So are the wrong answers of `wrong_answers.md`.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from extensions.labs.plain_python import plain_python

SOLUTION = re.compile(r"<summary>Solution.*?```python\n(.*?)```", re.DOTALL)
WRONG = re.compile(r"^## (\S+) exercise (\d+): (.+)\n\n.+\n\n```python\n((?:.*\n)*?)```", re.M)
TIME_LIMIT_S = 60


def wrong_answers():
    """Return {lab: [(number of the exercise, the hint, the answer)]}."""
    text = Path(__file__).with_name("wrong_answers.md").read_text(encoding="utf-8")
    found = {}
    for lab, number, hint, answer in WRONG.findall(text):
        found.setdefault(lab, []).append((int(number), hint, answer))
    assert sum(map(len, found.values())) == text.count("\n## "), "an entry has another form"
    return found


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


def said_of(lab_path, setup, tried):
    """Return a line for each (answer, check) pair: what the check says of the answer."""
    parts = [setup, *(f"{answer}\n{check}" for answer, check in tried)]
    child = subprocess.run(
        [sys.executable, "-c", "\n".join(parts)],  # not from stdin: workers would look for a file
        cwd=lab_path.parent,
        capture_output=True,
        encoding="utf-8",
        timeout=TIME_LIMIT_S,
        check=False,
    )
    assert child.returncode == 0, f"{lab_path.stem} ended with\n{child.stderr[-2000:]}"
    lines = [line for line in child.stdout.splitlines() if re.match(r".*exercise \d+: ", line)]
    assert len(lines) == len(tried)
    return lines


def verdicts(lab_path):
    """Return what the checks say, in two lists: of untouched exercises, and of solved ones."""
    exercises, setup = exercises_of(lab_path)
    tried = [(each[column], each[1]) for column in (0, 2) for each in exercises]
    lines = said_of(lab_path, setup, tried)
    return lines[: len(exercises)], lines[len(exercises) :]


def test_lab_has_three_whole_exercises(lab_path):
    exercises, _ = exercises_of(lab_path)
    assert len(exercises) >= 3
    for number, parts in enumerate(exercises, 1):
        assert all(parts), f"exercise {number} lacks its check cell or its solution"


def test_checks_tell_a_solution_from_an_empty_exercise(lab_path):
    untouched, solved = verdicts(lab_path)
    for line in untouched:
        hint = re.fullmatch(r".*exercise \d+: not yet: (.*)", line)
        assert hint, line
        assert len(hint[1].split()) >= 4, line
    assert all(": solved" in line for line in solved), "\n".join(solved)


@pytest.mark.parametrize("lab", wrong_answers())
def test_checks_refuse_what_only_looks_right(root, lab):
    exercises, setup = exercises_of(root / "notebooks" / f"{lab}.ipynb")
    wrong = wrong_answers()[lab]
    tried = [(answer, exercises[number - 1][1]) for number, _, answer in wrong]
    said = said_of(root / "notebooks" / lab, setup, tried)
    for line, (number, hint, _) in zip(said, wrong, strict=True):
        assert f"exercise {number}: not yet: " in line
        assert hint in line


def test_a_wrong_solution_would_be_noticed(root, tmp_path):
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
        _, (line,) = verdicts(lab)
    assert line == "x exercise 1: not yet: one and one make two"
