"""`make bench`: how it pairs, judges and writes down. Its measurements are not repeated here."""

import json

import pytest

from bench.pairs import Row, as_table, interleave, missing, ratio_row, write_json


def test_contenders_take_turns_and_none_is_always_first():
    """Both run once in each pair, and the order changes from pair to pair."""
    called = []
    first, second = (lambda: called.append("a") or 1), (lambda: called.append("b") or 2)
    assert interleave(first, second, 3) == ([1, 1, 1], [2, 2, 2])
    assert "".join(called) == "abbaab"


def test_the_ratio_is_the_median_of_the_pairs():
    """One disturbed pair does not decide; all single values are kept."""
    row = ratio_row("build", 1.15, [1.0, 1.1, 9.0], [1.0, 1.0, 1.0])
    assert (row.measured, row.outcome) == (1.1, "reached")
    assert row.values["ratios"] == [1.0, 1.1, 9.0]


@pytest.mark.parametrize(
    ("row", "outcome"),
    [
        (Row("weight", 40, 40), "reached"),
        (Row("weight", 40, 40.1), "not reached"),
        (Row("score", 99, 98.9, at_least=True), "not reached"),
        (Row("score", 99, 100, at_least=True), "reached"),
        (missing("score", 99, "npm cannot be reached"), "not measured"),
    ],
)
def test_a_row_is_judged_against_its_target(row, outcome):
    """The target itself is reached, and what was not measured is neither good nor bad."""
    assert row.outcome == outcome


def test_the_table_shows_every_row_with_its_reason():
    """A row that was not measured has a dash and the reason below it."""
    rows = [Row("weight", 40, 44.16, "kB"), missing("score", 99, "npm failed", at_least=True)]
    header, weight, score, reason = as_table(rows).splitlines()
    assert header.split() == ["what", "target", "measured", "outcome"]
    assert weight.split() == ["weight", "≤", "40", "kB", "44.16", "kB", "not", "reached"]
    assert score.split() == ["score", "≥", "99", "–", "not", "measured"]
    assert reason.strip() == "npm failed"


def test_the_json_holds_rows_outcomes_and_the_machine(tmp_path):
    """A program can read all that the table shows, and the single measurements."""
    path = tmp_path / "bench.json"
    write_json(path, [Row("weight", 40, 30, "kB", values={"index": 30})], {"measured_on": "here"})
    told = json.loads(path.read_text(encoding="utf-8"))
    assert told["measured_on"] == "here"
    assert told["rows"][0]["outcome"] == "reached"
    assert told["rows"][0]["values"] == {"index": 30}
