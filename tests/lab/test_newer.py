"""Programs run on a newer Python where there is one; else the record stands in, and says so."""

import dataclasses
import re
import sys

import pytest

from lab import interpreter_record, newer, pythons
from lab.keeper.outcome import Outcome
from lab.newer import There
from lab.recorded.failure_programs import digest_of

LAB_PROGRAMS = {digest_of(text): text for text in interpreter_record.texts()}


@pytest.fixture(params=newer.records(), ids=lambda record: record["python"])
def record(request):
    return request.param


@pytest.fixture
def here():
    return pythons.ask(sys.executable)


def test_the_record_has_every_program_of_the_lab_as_it_is_and_no_other(record):
    assert len(LAB_PROGRAMS) >= 15
    told = "run `python -m lab.interpreter_record python3.14 python3.15` in notebooks/"
    assert set(record["programs"]) == set(LAB_PROGRAMS), told
    fields = {field.name for field in dataclasses.fields(Outcome)}
    for outcome in record["programs"].values():
        assert set(outcome) == fields
        assert not outcome["stopped"]


def test_the_record_has_every_measurement_and_says_where_it_was_made(record):
    assert re.match(r"Measured on \d.*CPython 3\.1[45]\.", record["provenance"])
    assert list(record["measured"]) == list(interpreter_record.MEASUREMENTS)
    race, prices, message = record["measured"].values()
    for entries in race["contenders"], prices["pool"], prices["tasks"], message["ways"]:
        assert all(min(entry["times_s"]) > 0 for entry in entries.values())
        assert len({len(entry["times_s"]) for entry in entries.values()}) == 1
    assert len({str(line["results"]) for line in race["timelines"]}) == 1


def test_the_record_names_no_folder_of_the_machine_that_made_it():
    text = newer.RECORD.read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w.…])/(?:root|home|usr|tmp|Users)/", text)


def test_the_record_stands_in_where_there_is_no_newer_python(record, capsys):
    there = There(None, record)
    for digest, text in LAB_PROGRAMS.items():
        outcome = there.run(f"# a comment makes no difference\n{text}")
        assert outcome.output == record["programs"][digest]["output"]
    assert f"Recorded on Python {record['python']}" in capsys.readouterr().out
    assert f"recorded on Python {record['python']}" in there.told
    assert newer.NONE_HERE in there.why_not_shown()
    assert ", recorded on " in there.source("race")
    assert there.measure("race") == record["measured"]["race"]


def test_a_program_that_was_changed_has_no_record(record):
    outcome = There(None, record).run("print('changed')")
    assert not outcome.succeeded
    assert "was changed" in outcome.error
    assert outcome.output == ""
    assert newer.facts(outcome) == {}


def test_a_python_that_is_there_runs_the_program(here, record):
    there = There(here, record)
    outcome = there.run("print('the sum: ', 2 + 3, sep='')")
    assert newer.facts(outcome) == {"the sum": "5"}
    assert there.why_not_shown() is None


def test_a_measurement_without_an_answer_leaves_the_record_and_says_why(here, record, capsys):
    gone = dataclasses.replace(here, executable="/gone/python3.14")
    there = There(gone, record)
    assert there.measure("prices") == record["measured"]["prices"]
    assert "there is no interpreter /gone/python3.14. A recorded run" in capsys.readouterr().out
    assert there.why_not_shown("prices").startswith("it gave no answer here")
    assert "recorded on" in there.source("prices")


def test_pythons_that_were_named_and_cannot_be_used_are_told(monkeypatch, capsys):
    monkeypatch.setenv("LAB_PYTHONS", "/gone/python3.14")
    there = newer.find()
    assert capsys.readouterr().out == "left out: there is no interpreter /gone/python3.14\n"
    assert (there.python is None) == (sys.version_info < newer.OLDEST)


@pytest.mark.skipif(sys.version_info < newer.OLDEST, reason="interpreters are new in Python 3.14")
def test_this_python_does_what_is_recorded(here):
    """All but what depends on the packages that are installed."""
    record, there = newer.records()[-1], There(here, newer.records()[-1])
    for digest, text in LAB_PROGRAMS.items():
        if "import_module" not in text:
            known = newer.facts(Outcome(**record["programs"][digest]))
            assert newer.facts(there.run(text, limit_s=60)) == known, text
