"""What a contributor may do wrong: each gets one sentence that names the place and the cure."""

import json

import nbformat
import pytest

from extensions.labs import files, one_build, run
from extensions.labs.prepare import figures_without_words, prepare, why_unfit
from extensions.labs.results import VALUE_MIME
from extensions.labs.store import executed_path, files_used, key_of

TITLE = {"cell_type": "markdown", "source": "# Title", "metadata": {}}
GOOD = {"nbformat": 4, "cells": [TITLE], "metadata": {}}
RUBY = {"kernelspec": {"language": "ruby", "name": "x"}}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (json.dumps(GOOD), None),
        ('{"cells": [', "this is not a notebook"),
        ("[]", "this is not a notebook"),
        (json.dumps(GOOD | {"nbformat": 3}), "its format is 3, not 4"),
        (json.dumps(GOOD | {"cells": []}), "it has no cells"),
        (json.dumps(GOOD | {"cells": [TITLE | {"source": "text"}]}), "it has no title"),
        (json.dumps(GOOD | {"metadata": RUBY}), "it is for a kernel of ruby"),
    ],
)
def test_a_notebook_that_is_no_lab_is_told_what_to_do(tmp_path, text, told):
    path = tmp_path / "a.ipynb"
    path.write_text(text, encoding="utf-8")
    assert (why_unfit(path) or "").startswith(told or "")
    assert (why_unfit(path) is None) == (told is None)


def test_a_notebook_that_cannot_run_is_one_complaint_and_has_a_page(tmp_path):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "torn.ipynb").write_text("{", encoding="utf-8")
    (told,) = run.complaints(tmp_path, run.run_labs(tmp_path))
    assert "lab torn: it could not be run" in told
    assert nbformat.read(executed_path(tmp_path, "torn"), 4).cells[0].source == "# torn"


def lab_with(tmp_path, source, outputs, **run_record):
    """Lay out a lab, and the same executed; return the folder."""
    cell = nbformat.v4.new_code_cell(source, outputs=outputs)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# A"), cell])
    notebook.metadata["lab_run"] = {"error": None, **run_record}
    for path in (tmp_path / "notebooks" / "a.ipynb", executed_path(tmp_path, "a")):
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)
    return tmp_path


def test_a_failed_claim_and_a_wordless_picture_are_complaints_each_time(tmp_path):
    verdict = {"status": "failed", "sentence": "Two is one.", "evidence": "It was two."}
    data = {VALUE_MIME: repr(verdict)}
    glued = nbformat.v4.new_output(
        "display_data", data, metadata={"scrapbook": {"name": "claim:two"}}
    )
    folder = lab_with(tmp_path, "", [glued], wordless=["abc"])
    for _ in range(2):
        claim, picture = run.complaints(folder, {})
        assert claim == "lab a: the claim 'two' FAILED: Two is one. (It was two.)"
        assert "lab a: cell abc shows a picture without words" in picture


def test_a_lab_that_measures_beside_others_is_told(tmp_path):
    folder = lab_with(tmp_path, "from lab import measure", [])
    (folder / "notebooks" / "lab").mkdir()
    (folder / "notebooks" / "lab" / "measure.py").write_text("")
    (told,) = run.complaints(folder, {})
    assert '{"lab": {"alone": true}}' in told


def test_a_lab_runs_again_for_what_it_uses_alone(tmp_path):
    lab = tmp_path / "a.ipynb"
    lab.write_text(r'"from lab import first\n", "Path(\"results/one.json\")"', encoding="utf-8")
    texts = {"lab/first.py": "from lab.second import x", "lab/second.py": "", "lab/other.py": ""}
    for name, text in (texts | {"results/one.json": "1", "results/two.json": "2"}).items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    used = {path.name for path in files_used(lab.read_text(encoding="utf-8"), tmp_path)}
    assert used == {"first.py", "second.py", "one.json"}
    before = key_of(lab)
    (tmp_path / "lab" / "other.py").write_text("new = 1")
    (tmp_path / "results" / "two.json").write_text("3")
    assert key_of(lab) == before
    (tmp_path / "lab" / "second.py").write_text("new = 1")
    assert key_of(lab) != before


def test_a_lab_runs_again_for_each_record_that_a_pattern_finds(tmp_path):
    """Such as all recorded machines; a pattern for every file names none of them."""
    (tmp_path / "results").mkdir()
    for name in ("linux-2-cores-3.14.json", "macos-1-core-3.14.json", "other.json"):
        (tmp_path / "results" / name).write_text("1", encoding="utf-8")
    used = {path.name for path in files_used('results.glob("*-core*.json")', tmp_path)}
    assert used == {"linux-2-cores-3.14.json", "macos-1-core-3.14.json"}
    assert files_used('folder.glob("*.json")', tmp_path) == set()


def test_attachments_and_raw_cells_are_shown_and_odd_outputs_become_text():
    latex = nbformat.v4.new_output("display_data", {"text/latex": "$x$", "text/plain": "x"})
    picture = nbformat.v4.new_output("display_data", {"image/png": "AA", "text/plain": "<Figure>"})
    code = nbformat.v4.new_code_cell("", outputs=[latex, picture], id="here")
    text = nbformat.v4.new_markdown_cell("![a dot](attachment:dot.png)")
    text.attachments = {"dot.png": {"image/png": "AAAA"}}
    notebook = nbformat.v4.new_notebook(cells=[text, nbformat.v4.new_raw_cell("as it is"), code])
    assert list(figures_without_words(notebook)) == ["here"]
    prepare(notebook)
    assert notebook.cells[0].source == "![a dot](data:image/png;base64,AAAA)"
    assert notebook.cells[1].source == "```text\nas it is\n```"
    assert [sorted(o.data) for o in code.outputs] == [["text/plain"], ["image/png", "text/plain"]]


def test_a_second_build_in_one_folder_says_so_and_stops(tmp_path):
    with (
        one_build.claim_folder(tmp_path),
        pytest.raises(one_build.CannotBuild, match="another build is at work"),
    ):
        one_build.claim_folder(tmp_path)
    one_build.claim_folder(tmp_path).close()  # the first has ended


def test_a_folder_that_cannot_be_written_or_is_full_is_one_sentence(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    with pytest.raises(one_build.CannotBuild, match="cannot be written"):
        one_build.claim_folder(tmp_path / "file" / "build")
    monkeypatch.setattr(one_build, "LEAST_FREE_BYTES", 10**18)
    with pytest.raises(one_build.CannotBuild, match=r"is full: .* MB are left"):
        one_build.claim_folder(tmp_path)


def test_files_are_written_whole_or_not_at_all_and_only_when_they_change(tmp_path, monkeypatch):
    path = tmp_path / "folder" / "a.txt"
    assert files.write_if_changed(path, "one")
    assert not files.write_if_changed(path, "one")

    def full(*names):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        files.write_if_changed(path, "two")
    assert [(p.name, p.read_text()) for p in path.parent.iterdir()] == [("a.txt", "one")]
