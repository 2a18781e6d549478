"""Everyday lines of two threads: what is whole stays whole, and the record is of these lines."""

import json

from lab import everyday

STORING = everyday.LINES[:2]


def test_the_record_is_of_these_lines_and_of_a_python_without_a_gil(root):
    record = json.loads((root / "notebooks/results/07-everyday.json").read_text(encoding="utf-8"))
    assert list(record["wrong"]) == [line.text for line in everyday.LINES]
    assert "GIL off" in record["provenance"]
    for line in everyday.LINES:
        assert 0 <= record["wrong"][line.text] <= line.of * everyday.ROUNDS


def test_storing_one_thing_loses_nothing():
    assert [everyday.run_round(line) for line in STORING] == [0, 0]


def test_what_is_lost_is_counted():
    """Each thread starts from the same, so that one of two appends is always lost."""
    overwriting = everyday.Line("items[n:] = [n]", f"{2 * everyday.TURNS} - len(items)")
    assert everyday.run_round(overwriting) > 0


def test_an_error_in_a_loop_is_counted():
    failing = everyday.Line("raise RuntimeError", "len(errors)")
    assert everyday.run_round(failing) == 2


def test_the_line_tells_how_often_it_went_wrong():
    line = everyday.Line("x += 1", "0", "lost", of=2)
    assert line.told(3) == f"3 of {2 * everyday.ROUNDS} lost"
