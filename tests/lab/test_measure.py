"""Contenders take turns, agree, and leave honest records; who has won is said by a rule.

The rule is tried on simulated contenders, with the noise of a busy machine: chance is fixed by a
seed, no clock is asked.
"""

import json
import random

import pytest

from lab import measure, trace, workloads


def test_contenders_take_turns():
    calls = []
    contenders = {name: lambda name=name: calls.append(name) for name in "ab"}
    measure.race(contenders, repeats=3)
    assert "".join(calls) == "ab" + "ab" + "ba" + "ab"  # the first two warm up


def test_each_round_begins_with_another_contender():
    assert measure.in_turn(["a", "b", "c"], 4) == [
        ["a", "b", "c"],
        ["b", "c", "a"],
        ["c", "a", "b"],
        ["a", "b", "c"],
    ]


def test_the_warm_up_is_not_counted():
    calls = []
    record = measure.race({"a": lambda: calls.append(1)}, repeats=3)["a"]
    assert len(calls) == 4
    assert len(record.times_s) == 3


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
    assert len(calls) == 1 + 30  # one warms up
    assert len(record.times_s) == 3
    with pytest.raises(ValueError, match="at least 1"):
        measure.time_per_call_s(int, calls=0)


def test_ratios_are_taken_within_a_round():
    first, second = (measure.Measurement(*args) for args in (("a", (2, 9)), ("b", (1, 3))))
    assert measure.ratios(first, second).times_s == (2, 3)
    assert measure.ratios(first, second).name == "a / b"
    with pytest.raises(ValueError, match="shorter"):
        measure.ratios(first, measure.Measurement("c", (1,)))


def test_what_a_pool_should_take():
    assert measure.predicted_s(0.1, 1.0, 2) == pytest.approx(0.6)
    assert measure.predicted_s(0.1, 1.0, 1) == pytest.approx(1.1)
    for wrong in ((-0.1, 1, 2), (0.1, -1, 2), (0.1, 1, 0)):
        with pytest.raises(ValueError, match="no prediction"):
            measure.predicted_s(*wrong)


def raced(**times):
    return {name: measure.Measurement(name, tuple(values)) for name, values in times.items()}


def test_the_winner_is_first_in_every_round_but_its_own_slowest():
    slower = [2, 2, 2, 2, 2, 2, 2]
    assert measure.winner(raced(a=[1, 1, 1, 1, 1, 1, 1], b=slower)) == "a"
    assert measure.winner(raced(a=[1, 1, 9, 1, 1, 1, 1], b=slower)) == "a"
    assert measure.winner(raced(a=[1, 1, 9, 1, 3, 1, 1], b=slower)) is None


def test_a_lead_below_a_tenth_is_no_victory():
    assert measure.winner(raced(a=[100] * 7, b=[109] * 7)) is None
    assert measure.winner(raced(a=[100] * 7, b=[111] * 7)) == "a"


def test_the_winner_beats_each_of_the_others():
    assert measure.winner(raced(a=[1] * 7, b=[1] * 7, c=[2] * 7)) is None


def test_no_winner_is_named_too_early():
    with pytest.raises(ValueError, match="not after 6"):
        measure.winner(raced(a=[1] * 6, b=[2] * 7))
    with pytest.raises(ValueError, match="two contenders"):
        measure.winner(raced(a=[1] * 7))


def simulated(lengths, chance, spread, busy):
    """Return a race of contenders with these true lengths, on a machine with other programs.

    Each run differs a little from the last (`spread`), the whole machine drifts, some rounds
    (twice `busy` of all) are slow for everybody, and some runs (`busy`) for one alone.
    """
    times, level = {name: [] for name in lengths}, 1.0
    for _ in range(measure.ROUNDS):
        level = max(0.7, 1 + (level - 1) / 2 + chance.gauss(0, 0.05))
        shared = level * (1 + chance.uniform(0.2, 1.5) * (chance.random() < 2 * busy))
        for name, length in lengths.items():
            alone = 1 + chance.uniform(0.1, 0.8) * (chance.random() < busy)
            times[name].append(length * shared * alone * chance.lognormvariate(0, spread))
    return raced(**times)


def share_won(lengths, name, **noise):
    """Return in what share of 2000 races `name` is said to have won (any, if it is None)."""
    chance = random.Random(f"{lengths} {noise}")
    found = [measure.winner(simulated(lengths, chance, **noise)) for _ in range(2000)]
    return sum(won is not None and name in (None, won) for won in found) / len(found)


@pytest.mark.parametrize("others", [{}, {"c": 1.0}, {"c": 3.0}])
@pytest.mark.parametrize("spread", [0.01, 0.03, 0.08])
@pytest.mark.parametrize("busy", [0.0, 0.05, 0.15])
def test_equal_contenders_have_no_winner_in_19_of_20_races(spread, busy, others):
    lengths = {"a": 1.0, "b": 1.0, **others}
    assert share_won(lengths, None, spread=spread, busy=busy) <= 0.05


@pytest.mark.parametrize("others", [{}, {"c": 1.3}, {"c": 3.0}])
@pytest.mark.parametrize("spread", [0.01, 0.03, 0.08])
@pytest.mark.parametrize("busy", [0.0, 0.05])
def test_who_is_faster_by_a_third_is_found_in_8_of_10_races(spread, busy, others):
    lengths = {"a": 1.0, "b": 1.3, **others}
    assert share_won(lengths, "a", spread=spread, busy=busy) >= 0.8


@pytest.mark.parametrize("busy", [0.0, 0.05, 0.3])
def test_the_slower_one_hardly_ever_wins(busy):
    assert share_won({"a": 1.0, "b": 1.3}, "b", spread=0.08, busy=busy) <= 0.005
