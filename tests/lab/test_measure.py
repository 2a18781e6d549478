"""Contenders take turns, agree, and leave honest records."""

import json

import pytest

from lab import measure, trace, workloads


def test_contenders_take_turns():
    calls = []
    contenders = {name: lambda name=name: calls.append(name) for name in "ab"}
    measure.race(contenders, repeats=3)
    assert calls == ["a", "b"] * 3


def test_a_different_result_does_not_win():
    with pytest.raises(ValueError, match="'fast' came to another result than 'right'"):
        measure.race({"right": lambda: 4, "fast": lambda: 5}, repeats=1)


def test_a_timeline_gives_cores_used_for_each_repeat_and_its_last_run():
    items = [7, 8]
    contenders = {
        "traced": lambda: trace.run(None, workloads.is_prime, items),
        "plain": lambda: (True, False),
    }
    records = measure.race(contenders, repeats=2)
    assert len(records["traced"].cores_used) == 2
    assert records["traced"].last.results == (True, False)
    assert (records["plain"].cores_used, records["plain"].last) == ((), None)


def test_a_record_keeps_every_timing():
    record = measure.Measurement("x", (0.3, 0.1, 0.2))
    assert (record.fastest_s, record.median_s, record.slowest_s) == (0.1, 0.2, 0.3)
    assert json.loads(json.dumps(record.to_dict()))["times_s"] == [0.3, 0.1, 0.2]


@pytest.mark.parametrize("repeats", [0, -1])
def test_no_repeats_is_refused(repeats):
    with pytest.raises(ValueError, match="at least 1"):
        measure.race({"a": int}, repeats=repeats)


def test_time_per_call_divides_by_the_calls():
    calls = []
    record = measure.time_per_call_s(lambda: calls.append(1), calls=10, repeats=3)
    assert len(calls) == 30
    assert len(record.times_s) == 3
    with pytest.raises(ValueError, match="at least 1"):
        measure.time_per_call_s(int, calls=0)


def test_amdahl_knows_its_limits():
    assert measure.amdahl(1, 8) == 8
    assert measure.amdahl(0, 8) == 1
    assert measure.amdahl(0.5, 2) == pytest.approx(4 / 3)
    for fraction, workers in ((1.1, 2), (-0.1, 2), (0.5, 0)):
        with pytest.raises(ValueError, match=r"fraction|worker"):
            measure.amdahl(fraction, workers)
