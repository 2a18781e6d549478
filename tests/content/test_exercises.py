"""Every exercise says what it expects, and its solution solves it.

The cells tagged "setup", an exercise's own cell or its hidden solution, and its check are run
as a plain program in a child interpreter, as they stand in the notebook: first each exercise as
a learner finds it, then each with its solution. So are the
wrong and other right answers in `notebooks/answers`.
"""

import json
import re
import subprocess
import sys

import pytest

from extensions.labs.plain_python import plain_python

SOLUTION = re.compile(r"<summary>Solution.*?```python\n(.*?)```", re.DOTALL)
ANSWER = re.compile(
    r"^## exercise (\d+), (?:wrong: ([^\n]+)|right)\n(?:(?!## )[^\n]*\n)*?```python\n(.*?)^```",
    re.M | re.S,
)
TIME_LIMIT_S = 300  # for all answers of a lab, on a busy machine, too
WRONG, RIGHT = 3, 2  # answers to each exercise that are tried, at least


def answers_to(lab_path):
    """Return [(number of the exercise, the hint or "" for a right answer, the answer)]."""
    path = lab_path.parent / "answers" / f"{lab_path.stem}.md"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    found = [(int(number), hint, answer) for number, hint, answer in ANSWER.findall(text)]
    assert len(found) == text.count("\n## "), f"{path.name}: an entry has another form"
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


def test_each_exercise_has_wrong_and_other_right_answers(lab_path):
    """They stand in notebooks/answers, in the form that CONTRIBUTING names."""
    known = answers_to(lab_path)
    lacking = []
    for number in range(1, len(exercises_of(lab_path)[0]) + 1):
        right = [hint == "" for exercise, hint, _ in known if exercise == number]
        if right.count(False) < WRONG or right.count(True) < RIGHT:
            lacking.append(
                f"exercise {number}: {right.count(False)} wrong, {right.count(True)} right"
            )
    assert not lacking, f"answers/{lab_path.stem}.md needs {WRONG} wrong, {RIGHT} right: {lacking}"


def test_known_answers_are_judged_as_they_should(lab_path):
    """What only looks right gets the hint that fits; another right answer than ours is solved."""
    exercises, setup = exercises_of(lab_path)
    known = answers_to(lab_path)
    tried = [(answer, exercises[number - 1][1]) for number, _, answer in known]
    problems = []
    for line, (number, hint, answer) in zip(said_of(lab_path, setup, tried), known, strict=True):
        wanted = f"exercise {number}: not yet: " if hint else f"exercise {number}: solved"
        if wanted not in line or hint not in line:
            problems.append(f"{line}\nthough '{wanted}{hint}' should be said of\n{answer}")
    assert not problems, "\n".join(problems)


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
