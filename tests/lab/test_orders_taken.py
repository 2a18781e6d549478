"""Which orders a Python takes: all of its runs are counted, and a lock leaves two orders."""

import pytest

from lab import machine, orders_taken


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(orders_taken, "TEXTS", 500)
    monkeypatch.setattr(orders_taken, "ROUNDS", 4)


@pytest.mark.parametrize("name", orders_taken.LINES)
def test_every_text_ends_in_one_of_the_four_ways(quick, name):
    assert sum(orders_taken.taken(orders_taken.LINES[name]).values()) == 2000


def test_with_a_lock_no_letter_is_lost(quick):
    assert orders_taken.lost(orders_taken.taken(orders_taken.locked)) == 0


def test_a_letter_that_is_written_over_is_counted_as_lost(quick):
    def write_over(shared, me):
        shared.text = me

    assert orders_taken.lost(orders_taken.taken(write_over)) == 2000


def test_the_record_has_each_python_with_and_without_a_gil():
    records = orders_taken.records()
    assert {"3.11", "3.12", "3.13", "3.13t", "3.14", "3.15"} <= set(records)
    for name, record in records.items():
        assert record["gil_on"] == (not name.endswith("t"))
        assert f"CPython {name.rstrip('t')}." in record["provenance"]
        assert list(record["taken"]) == list(orders_taken.LINES)
        for seen in record["taken"].values():
            assert list(seen) == list(orders_taken.ENDS)
            assert sum(seen.values()) == orders_taken.TEXTS * orders_taken.ROUNDS


def test_it_tells_what_this_python_is(quick):
    told = orders_taken.describe()
    assert told["gil_on"] == machine.gil_enabled()
    assert list(told["taken"]) == list(orders_taken.LINES)
