"""Test the record of what changes with the import line, and the sentences about it."""

import pytest

from lab import executor_record, sandbox
from lab.recorded import executor_differences, executor_ends, executor_trials
from lab.recorded.executors import EXECUTORS

LEAST_BEHAVIOURS = 19


@pytest.fixture(scope="module")
def record():
    return executor_record.read()


def test_record_says_where_it_was_made_and_of_what(record):
    assert record["provenance"].startswith("Measured on ")
    assert set(record) == {"provenance", "packages", "outcomes"}
    for name, package in record["packages"].items():
        assert bool(package) == bool(EXECUTORS[name][0]), name
        assert not package or package.partition(" ")[2][0].isdigit(), "a package has its version"


def test_record_has_each_behaviour_of_each_executor(record):
    assert len(executor_record.BEHAVIOURS) >= LEAST_BEHAVIOURS
    assert set(record["outcomes"]) == set(record["packages"]) == set(EXECUTORS)
    for name, outcomes in record["outcomes"].items():
        assert list(outcomes) == list(executor_record.BEHAVIOURS), name
        assert all(isinstance(text, str) and text for text in outcomes.values()), name


def test_every_difference_has_its_sentence_and_no_sentence_is_left_over(record):
    rows = executor_record.rows(record)
    differing = {
        (name, row["behaviour"])
        for row in rows
        for name in executor_record.COMPARED
        if row[name] != "same"
    }
    told = executor_differences.told()
    assert differing - told == set(), "what differs needs a sentence"
    assert told - differing == set(), "a sentence tells of what does not differ"


def test_rows_compare_with_the_judge():
    outcomes = {name: {"a": "1", "b": "2"} for name in ("processes", "threads")}
    outcomes["threads"]["b"] = "3"
    first, second = executor_record.rows({"outcomes": outcomes})
    assert (first["threads"], second["threads"], first["loky"]) == ("same", "3", "not run")


@pytest.mark.parametrize("name", ["threads", "processes"])
@pytest.mark.parametrize(
    "trial",
    [executor_trials.positional, executor_trials.map_generator, executor_ends.after_shutdown],
)
def test_a_trial_gives_what_is_recorded(record, name, trial):
    text = next(text for text, each in executor_record.BEHAVIOURS.items() if each is trial)
    module = trial.__module__.rpartition(".")[2]
    names = {"module": module, "trial": trial.__name__, "executor": name}
    outcome = sandbox.run(executor_record.PROGRAM.format(**names), limit_s=60)
    assert executor_record.happened(outcome) == record["outcomes"][name][text]


def test_what_hangs_and_what_ends_the_program_is_told():
    def told(program):
        return executor_record.happened(sandbox.run(program, limit_s=5))

    assert told("import time; time.sleep(60)") == "does not end"
    assert told("import os; os._exit(3)") == "ends the program"
    said = "import time; print('SAID yes', flush=True); time.sleep(60)"
    assert told(said) == "yes, and the program does not end"
