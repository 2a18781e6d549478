"""The recorded machines: each record is whole, says where it is from, and names nobody."""

import json
import re
import sys
from pathlib import Path

import pytest

from lab import builds, gains, machine, pythons, race_record
from lab.programs import blas_program, breaking_program, one_thread_program, sharing_program
from lab.records import Measurement

PATHS = sorted(race_record.RESULTS.glob("*-core*.json"))
NAME = re.compile(r"(linux|macos|windows)-\w+-\d+-cores?(-\w+)?-(pypy-)?3\.\d+t?\.json")


@pytest.fixture(params=PATHS, ids=lambda path: path.stem)
def record(request) -> dict:
    return json.loads(request.param.read_text(encoding="utf-8")) | {"path": request.param}


def test_a_record_has_every_field(record):
    path = record.pop("path")
    types = {name: type(value) for name, value in record.items()}
    known = {name: race_record.FIELDS[name] for name in race_record.NEW_FIELDS - set(types)}
    assert types | known == race_record.FIELDS
    assert NAME.fullmatch(path.name), "a record's name says what the machine is"
    assert path.name == f"{record['machine']}-{record['python']}.json".lower().replace(" ", "-")


def test_a_record_says_when_and_where_it_was_made(record):
    found = machine.Provenance(**record["race"]["provenance"])
    assert str(found).startswith("Measured on ")
    version = record["python"].rpartition(" ")[2].rstrip("t")
    assert f" {version}." in found.python
    assert record["python"].endswith("t") == record["race"]["free_threaded"]
    assert record["race"]["gil_on"] == (found.gil != "GIL off")
    assert f"-{found.cores}-core" in record["machine"]


def test_a_recorded_shape_says_where_it_is_from_and_is_that_of_lab_06(record):
    if "shape" not in record:
        assert not record["race"]["free_threaded"], "lab 10 shows that of a Python without a GIL"
        pytest.skip("it was recorded before there was this field")
    found, shape = record["shape"]["provenance"], record["shape"]["threads"]
    assert machine.Provenance(**found).gil == machine.Provenance(**record["race"]["provenance"]).gil
    assert set(shape) == {"s", "cores", "of_cores", "slices"}
    assert {worker for worker, _, _ in shape["slices"]} == {0, 1}
    assert max(end_ms for _, _, end_ms in shape["slices"]) <= 1000 * shape["s"] + 1


def test_a_record_of_an_older_form_can_be_written_and_read(monkeypatch, tmp_path):
    old = {name: make() for name, make in race_record.FIELDS.items()}
    for name in race_record.NEW_FIELDS:
        del old[name]
    monkeypatch.setattr(race_record, "RESULTS", tmp_path)
    race_record.write(old | {"machine": "linux-x86_64-2-cores", "python": "3.13t"})
    (read,) = race_record.records()
    assert builds.Build(None, read).results.get("shape") is None


def test_a_record_names_nobody_and_no_folder(record):
    text = record["path"].read_text(encoding="utf-8")
    assert not re.search(r"/(root|home|Users|tmp)\b|\\Users", text)


def test_every_pattern_was_measured_in_every_round(record):
    sharing = record["sharing"]
    assert list(sharing["patterns"]) == [pattern.name for pattern in sharing_program.PATTERNS]
    assert sharing["threads"][:2] == [1, 2]
    for counts in sharing["patterns"].values():
        assert list(counts) == [str(count) for count in sharing["threads"]]
        for times in counts.values():
            assert list(times) == ["elapsed_s", "cpu_s"]
            for numbers in times.values():
                assert len(numbers) == sharing_program.ROUNDS
                assert min(numbers) > 0


def test_the_race_and_the_other_programs_were_measured(record):
    contenders = record["race"]["contenders"]
    assert list(contenders) == ["loop", "2 threads", "2 processes"]
    assert all(len(entry["times_s"]) == 5 for entry in contenders.values())
    assert gains.timeline_of(record, "race").results == (True,) * 4
    assert list(record["one_thread"]) == list(one_thread_program.KINDS)
    assert list(record["breaking"]) == list(breaking_program.TRIALS)
    assert bool(record["one_thread_gil_on"]) == record["race"]["free_threaded"]
    assert record["breaking"]["one iterator, serialized"] == 0


def test_there_is_a_python_without_a_gil_and_one_of_its_version_with_it():
    free = race_record.recorded_free()
    assert free["race"]["gil_on"] is False
    assert race_record.beside(free)["python"] == free["python"].rstrip("t")
    assert "elapsed_s" in free["blas"]["1"], "the record without a GIL has NumPy's row"


def test_gains_are_computed_round_by_round():
    found = gains.gains({"1": [1.0, 2.0, 1.0], "2": [1.0, 1.0, 2.0]})
    assert found[1].times_s == (1.0, 1.0, 1.0)
    assert found[2].times_s == (2.0, 4.0, 1.0)
    assert gains.price({"1": [1.0, 1.0], "2": [2.0, 6.0]}).times_s == (1.0, 3.0)


@pytest.mark.parametrize("pattern", sharing_program.PATTERNS, ids=lambda pattern: pattern.name)
def test_a_pattern_runs_in_each_thread(pattern):
    took = sharing_program.run_once(pattern, threads=2)
    assert took["elapsed_s"] > 0
    assert took["cpu_s"] > 0


def test_the_threads_count_up_to_the_cores():
    assert sharing_program.thread_counts(1) == [1, 2]
    assert sharing_program.thread_counts(2) == [1, 2]
    assert sharing_program.thread_counts(12) == [1, 2, 4, 8]


def test_a_serialized_iterator_hands_out_each_item_once():
    squares = (number * number for number in range(2000))
    taken = breaking_program.handed_out(breaking_program.Serialized(squares), threads=3)
    assert sorted(taken) == [number * number for number in range(2000)]


def test_wrong_pairs_are_counted():
    """Each round hands out one pair too few, and one that should not be."""
    size = breaking_program.ITEMS

    def off_by_one():
        return breaking_program.Serialized((n, n) for n in range(1, size + 1))

    assert breaking_program.wrong_pairs(off_by_one) == 2 * breaking_program.ROUNDS


def test_numpy_that_is_not_there_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "numpy", None)
    for name in blas_program.SETTINGS:
        monkeypatch.setenv(name, "1")
    assert blas_program.main("1") == {"needs": "numpy"}


def test_interpreters_take_turns_on_one_thread(monkeypatch):
    """A free-threaded one also runs with its GIL on."""
    asked = []

    def run(python, module, *arguments, limit_s, options=()):
        asked.append((python.name, options))
        return {"texts": len(asked)}

    monkeypatch.setattr(pythons, "run", run)
    facts = {"base": "", "implementation": "CPython", "version": "", "gil_on": True}
    usual = pythons.Python("a", numbers=(3, 14), free_threaded=False, **facts)
    free = pythons.Python("b", numbers=(3, 14), free_threaded=True, **facts)
    times = race_record.one_thread([usual, free], rounds=2)
    assert asked == 2 * [("3.14", ()), ("3.14t", ()), ("3.14t", ("-X", "gil=1"))]
    assert times["3.14t, GIL on"] == {"texts": [3, 6]}


def test_who_gives_no_answer_is_left_out_and_told(monkeypatch, tmp_path, capsys):
    def refuse(*_, **__):
        raise pythons.Problem("it does not start")

    monkeypatch.setattr(pythons, "run", refuse)
    monkeypatch.setattr(race_record, "RESULTS", tmp_path)
    monkeypatch.setenv("LAB_PYTHONS", "")
    assert race_record.main("machine") == 1
    assert "left out: it does not start" in capsys.readouterr().out
    assert not list(Path(tmp_path).iterdir())


def test_a_figure_has_a_panel_for_each_pattern():
    curve = {1: Measurement("1", (1.0,)), 2: Measurement("2", (1.9, 1.8))}
    figure = gains.draw({"without": {"a": curve, "b": curve}, "with": {"a": curve}})
    assert [axis.get_title() for axis in figure.axes if axis.get_visible()] == ["a", "b"]


def test_a_python_without_an_answer_is_told_and_the_record_stays(monkeypatch, capsys):
    def refuse(*_, **__):
        raise pythons.Problem("it had no answer")

    monkeypatch.setattr(pythons, "run", refuse)
    record = race_record.recorded_free()
    build = builds.Build(pythons.ask(sys.executable), record)
    build.run("race")
    assert capsys.readouterr().out == "it had no answer. A recorded run stands in for it.\n"
    assert build["race"] == record["race"]
    assert build.source("race").endswith("recorded")


def test_what_was_run_here_is_told_apart_from_the_record(monkeypatch):
    monkeypatch.setattr(pythons, "run", lambda *_, **__: {"x += 1": 5})
    build = builds.Build(pythons.ask(sys.executable), race_record.recorded_free())
    build.run("breaking")
    assert build["breaking"] == {"x += 1": 5}
    assert build.source("breaking").endswith("run now")
    assert build.source("race").endswith("recorded")


def test_nobody_is_run_where_no_python_is_found():
    build = builds.Build(None, race_record.recorded_free())
    build.run("race")
    assert build.name == "3.13t, GIL off"
    assert build.live == set()
