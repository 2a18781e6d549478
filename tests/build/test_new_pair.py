"""`make new`: the files of a pair. That they pass all tests as they are was tried by hand."""

import json
import shutil

import pytest

import new_pair


@pytest.fixture
def project(root, tmp_path):
    for folder in ("notebooks/answers", "notebooks/counterexamples", "chapters/workshop/notes"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(root / "chapters/workshop/schedules.md", tmp_path / "chapters/workshop")
    return tmp_path


def test_a_new_pair_has_chapter_lab_notes_and_a_place_in_the_schedules(project):
    chapter, lab, *tried, notes, schedules = new_pair.make(project, "15-queues")
    for path in (chapter, notes):
        assert path.read_text(encoding="utf-8").splitlines()[0].endswith("Queues")
    assert [path.parent.name for path in tried] == ["answers", "counterexamples"]
    cells = json.loads(lab.read_text(encoding="utf-8"))["cells"]
    assert cells[0]["source"][0] == "# Lab 15: Queues\n"
    for cell in cells:
        if cell["cell_type"] == "code":
            compile("".join(cell["source"]), "cell", "exec")
    assert "</notebooks/15-queues>" in schedules.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["", "queues", "15_queues", "15-Queues", "5-queues", "../15-a"])
def test_a_name_of_another_form_is_refused(project, name):
    with pytest.raises(ValueError, match="no name of a pair"):
        new_pair.make(project, name)


def test_what_is_there_is_not_overwritten(project):
    (project / "notebooks" / "15-queues.ipynb").write_text("mine")
    with pytest.raises(ValueError, match="is there already"):
        new_pair.make(project, "15-queues")
    assert not (project / "chapters" / "15-queues.md").exists()
