"""The normal form of notebooks: what stays, what goes, and that it is stable."""

import json

import nbformat

import normalise


def cell(source, **more):
    """Return a code cell that has been run, as an editor would save it."""
    output = {"name": "stdout", "output_type": "stream", "text": ["hello\n"]}
    ran = {"execution_count": 7, "outputs": [output], "metadata": {"collapsed": True}}
    return {"cell_type": "code", "source": source, **ran, **more}


def notebook(*cells, **metadata):
    """Return the text of a notebook with those cells."""
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


def normal(*cells, **metadata):
    """Return a notebook's normal form, parsed."""
    return json.loads(normalise.normal_form(notebook(*cells, **metadata)))


def test_what_running_leaves_goes_and_what_was_written_stays():
    """Outputs, counts and an editor's marks go; source, tags and our own keys stay."""
    mine = {"tags": ["hide-input"], "lab": {"alone": True}, "scrolled": True}
    made = normal(cell("print('h€llo')\n", metadata=mine), lab={"minutes": 5}, widgets={"a": 1})
    assert made["cells"][0]["outputs"] == []
    assert made["cells"][0]["execution_count"] is None
    assert made["cells"][0]["source"] == ["print('h€llo')"]
    assert made["cells"][0]["metadata"] == {"lab": {"alone": True}, "tags": ["hide-input"]}
    assert set(made["metadata"]) == {"kernelspec", "lab", "language_info"}
    assert made["metadata"]["kernelspec"]["name"] == "python3"


def test_the_normal_form_is_valid_and_its_own_normal_form():
    """nbformat accepts it and would write the same bytes; a second pass changes nothing."""
    prose = {"cell_type": "markdown", "source": ["# Título\n", "\n"], "metadata": {}}
    text = normalise.normal_form(notebook(prose, cell(""), cell("x = 1\ny = 2\n"), cell("")))
    parsed = nbformat.reads(text, as_version=4)
    nbformat.validate(parsed)
    assert nbformat.writes(parsed) + "\n" == text
    assert normalise.normal_form(text) == text


def test_ids_last():
    """Valid ids are kept; missing, wrong and doubled ones are made, the same way each time."""
    cells = [cell("a", id="kept"), cell("b"), cell("b"), cell("c", id="kept"), cell("d", id="a b")]
    ids = [c["id"] for c in normal(*cells)["cells"]]
    assert ids == [c["id"] for c in normal(*cells)["cells"]]
    assert ids[0] == "kept"
    assert len(set(ids)) == len(cells)
    assert all(normalise.VALID_ID.fullmatch(name) for name in ids)


def test_check_names_the_file_and_the_cure_and_changes_nothing(tmp_path, capsys):
    """`--check` fails on a notebook with outputs; mending it makes the check pass."""
    path = tmp_path / "ran.ipynb"
    path.write_text(notebook(cell("1 + 1")), encoding="utf-8")
    before = path.read_bytes()
    assert normalise.main(["--check", str(path)]) == 1
    shown = capsys.readouterr()
    assert str(path) in shown.out
    assert "make notebooks" in shown.err
    assert path.read_bytes() == before
    assert normalise.main([str(path)]) == 0
    assert normalise.main(["--check", str(path)]) == 0


def test_a_file_that_is_no_notebook_is_reported_and_left_alone(tmp_path, capsys):
    """Broken JSON is named, not overwritten, and does not end in a traceback."""
    path = tmp_path / "half.ipynb"
    path.write_text('{"cells": [', encoding="utf-8")
    assert normalise.main([str(path)]) == 1
    assert str(path) in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == '{"cells": ['
