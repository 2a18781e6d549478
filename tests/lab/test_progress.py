"""A learner's progress: recorded by the checks, on this computer alone, and never lost."""

import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lab import progress
from lab.check import check

NOTEBOOKS = Path(progress.__file__).parents[1]
TIMEOUT_S = 120


@pytest.fixture
def records(tmp_path, monkeypatch):
    monkeypatch.setenv("LAB_PROGRESS", str(tmp_path / "records"))
    return tmp_path / "records"


def right():
    pass


def wrong():
    raise AssertionError("no")


def solved(records):
    return progress.solved_exercises(records)[0]


def test_a_solved_exercise_is_recorded_and_shown(records, capsys):
    check("01-gil exercise 2", right)
    check("01-gil exercise 1", wrong)
    progress.progress()
    shown = capsys.readouterr().out
    assert re.search(r"^01-gil +1 of \d+  \(exercise 2\)$", shown, re.MULTILINE)
    assert re.search(r"^all labs +1 of \d+$", shown, re.MULTILINE)
    assert f"recorded in {records} and nowhere else" in shown
    assert "delete that folder" in shown


def test_what_was_solved_stays_solved(records):
    check("01-gil exercise 1", right)
    (path,) = records.iterdir()
    before = path.read_bytes(), path.stat().st_mtime_ns
    check("01-gil exercise 1", wrong)
    check("01-gil exercise 1", right)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_every_lab_is_listed_with_all_its_exercises(records, lab_path, capsys):
    cells = json.loads(lab_path.read_text(encoding="utf-8"))["cells"]
    exercises = sum("exercise" in cell["metadata"].get("tags", []) for cell in cells)
    progress.progress()
    shown = capsys.readouterr().out
    assert re.search(rf"^{lab_path.stem} +0 of {exercises}$", shown, re.MULTILINE)


def test_two_notebooks_at_once_lose_nothing(records):
    code = (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from lab import progress\n"
        "with ThreadPoolExecutor(4) as pool:\n"
        "    told = list(pool.map(progress.remember, [f'lab exercise {n}' for n in range(50)]))\n"
        "assert told == [None] * 50, told"
    )
    command = [sys.executable, "-c", code]

    def notebook(_):
        return subprocess.run(command, cwd=NOTEBOOKS, timeout=TIMEOUT_S, check=True)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(notebook, range(2)))
    assert solved(records) == {f"lab exercise {number}" for number in range(50)}
    assert len(list(records.iterdir())) == 50


@pytest.mark.parametrize("content", ["", "{", "[]", '{"exercise": 3}', "\udcff", "null"])
def test_a_file_that_is_no_record_is_told_and_kept(records, capsys, content):
    records.mkdir()
    path = records / "01-gil-exercise-1.json"
    for number in (1, 2):
        path.write_bytes(content.encode(errors="surrogateescape"))
        check("01-gil exercise 1", right)
        shown = capsys.readouterr().out
        assert f"kept as {path.name}.unread-{number}." in shown
        aside = records / f"{path.name}.unread-{number}"
        assert aside.read_bytes() == content.encode(errors="surrogateescape")
        assert solved(records) == {"01-gil exercise 1"}


def test_progress_itself_sets_a_broken_file_aside(records, capsys):
    check("01-gil exercise 1", right)
    (records / "broken.json").write_text("half a rec")
    progress.progress()
    shown = capsys.readouterr().out
    assert "broken.json is not a record of an exercise. It is kept as" in shown
    assert re.search(r"^all labs +1 of", shown, re.MULTILINE)


def test_a_folder_that_cannot_be_written_is_told_and_the_exercise_counts(records, capsys):
    records.write_text("in the way")
    check("01-gil exercise 1", right)
    shown = capsys.readouterr().out
    assert "01-gil exercise 1: solved, well done." in shown
    assert "could not be noted" in shown
    progress.progress()
    assert re.search(r"^all labs +0 of", capsys.readouterr().out, re.MULTILINE)
    assert records.read_text() == "in the way"


def test_off_means_that_nothing_is_written(records, monkeypatch, capsys):
    monkeypatch.setenv("LAB_PROGRESS", "off")
    check("01-gil exercise 1", right)
    progress.progress()
    assert "No progress is kept" in capsys.readouterr().out
    assert not records.exists()


def test_the_records_of_a_learner_never_dirty_git(root, monkeypatch):
    monkeypatch.delenv("LAB_PROGRESS")
    folder = progress.records_folder()
    assert folder == root / "notebooks" / ".progress"
    ignored = ["git", "check-ignore", "--quiet", str(folder / "any.json")]
    if not (root / ".git").exists():
        pytest.skip("this is not a git repository")
    assert subprocess.run(ignored, cwd=root, timeout=TIMEOUT_S).returncode == 0


def test_builds_and_tests_leave_a_learners_progress_alone(tmp_path):
    import nbformat

    from extensions.labs import kernel

    assert os.environ["LAB_PROGRESS"] == "off"
    cell = nbformat.v4.new_code_cell("import os\nprint(os.environ['LAB_PROGRESS'])")
    path = tmp_path / "lab.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("LAB_PROGRESS")
        notebook, error = kernel.execute(path)
    assert error is None
    assert notebook.cells[0].outputs[0].text == "off\n"
