"""Compare ways of doing the same work: in turn, several times over, with their spread."""

import time
from collections.abc import Callable, Mapping

from lab.my_turn import my_turn
from lab.records import Measurement, Timeline

# So many rounds let `winner` be right about equal contenders in 19 of 20 races, and still find
# one that is 1.3 times as fast; tests/lab/test_measure.py tries it on simulated ones.
ROUNDS = 7
# Who is ahead by less has not won: nobody would choose by it.
LEAST_LEAD = 1.1


@my_turn()
def race(
    contenders: Mapping[str, Callable[[], object]], repeats: int = ROUNDS
) -> dict[str, Measurement]:
    """Time every contender `repeats` times, and return a Measurement for each name.

    Each round runs all contenders, so that a busy moment of the machine hits them alike, and
    begins with another one; a round before them warms up and is not counted. Timing number r
    of each belongs to round r: compare within it, by `ratios` and `winner`. Fewer than five
    rounds hardly show a spread. Each must come to the same result (for a Timeline: the same
    `results`): a fast wrong answer has not won. Raises ValueError if they differ or `repeats`
    is below 1.
    """
    if repeats < 1:
        raise ValueError(f"repeats must be at least 1, not {repeats}")
    runs = {name: [] for name in contenders}
    results = {}
    for order in [list(contenders), *in_turn(list(contenders), repeats)]:
        for name in order:
            start_s = time.perf_counter()
            outcome = contenders[name]()
            runs[name].append((time.perf_counter() - start_s, outcome))
            results[name] = outcome.results if isinstance(outcome, Timeline) else outcome
            _check_same(results)
    return {name: _measurement(name, counted) for name, (_, *counted) in runs.items()}


def in_turn(names: list[str], rounds: int) -> list[list[str]]:
    """Return the order of each round: round r begins with contender r modulo their number."""
    firsts = [number % len(names) for number in range(rounds)] if names else []
    return [names[first:] + names[:first] for first in firsts]


def _measurement(name: str, runs: list[tuple[float, object]]) -> Measurement:
    """Return the timings of one contender, and what its Timelines say."""
    times_s = tuple(time_s for time_s, _ in runs)
    lines = [outcome for _, outcome in runs if isinstance(outcome, Timeline)]
    cores_used = tuple(line.cores_used for line in lines)
    return Measurement(name, times_s, cores_used, lines[-1] if lines else None)


def _check_same(results: Mapping[str, object]) -> None:
    """Raise ValueError if two contenders did not come to the same result."""
    (first_name, first), *others = results.items()
    for name, result in others:
        if result != first:
            raise ValueError(f"{name!r} came to another result than {first_name!r}")


def ratios(first: Measurement, second: Measurement) -> Measurement:
    """Return `first` divided by `second`, round by round: how many times as long it took.

    Its "times" are plain numbers. The ratio of two runs of one round suffers less from a busy
    machine than the ratio of two medians. Raises ValueError for different numbers of rounds.
    """
    pairs = zip(first.times_s, second.times_s, strict=True)
    return Measurement(f"{first.name} / {second.name}", tuple(a / b for a, b in pairs))


def winner(measurements: Mapping[str, Measurement]) -> str | None:
    """Return the name of the contender that is faster than each other one, or None.

    It has to be first in every round, but for the one in which it was slowest itself (that may
    have been another program's doing), and its median lead has to be a tenth. Raises ValueError for
    fewer rounds than ROUNDS, which would name a winner of equal contenders too often, and for
    fewer than two contenders.
    """
    if len(measurements) < 2:
        raise ValueError("it takes two contenders to have a winner")
    if (rounds := min(len(entry.times_s) for entry in measurements.values())) < ROUNDS:
        raise ValueError(f"a winner is named after {ROUNDS} rounds or more, not after {rounds}")
    name = min(measurements, key=lambda each: measurements[each].median_s)
    first = measurements[name]
    slowest = first.times_s.index(first.slowest_s)
    for other in (entry for each, entry in measurements.items() if each != name):
        leads = ratios(other, first)
        kept = leads.times_s[:slowest] + leads.times_s[slowest + 1 :]
        if leads.median_s < LEAST_LEAD or min(kept) <= 1:
            return None
    return name


def predicted_s(overhead_s: float, loop_s: float, workers: int) -> float:
    """Return how long a pool should take for what a loop does in `loop_s` seconds.

    `overhead_s` is what the pool costs, however many workers share the rest; `workers` is how
    many can really work at once. Raises ValueError for values that make no sense.
    """
    if overhead_s < 0 or loop_s < 0 or workers < 1:
        raise ValueError(f"no prediction from {overhead_s=}, {loop_s=}, {workers=}")
    return overhead_s + loop_s / workers


@my_turn()
def time_per_call_s(func: Callable[[], object], calls: int, repeats: int = 5) -> Measurement:
    """Time `calls` calls of `func` in a row, `repeats` times; the timings are seconds per call.

    One more call comes first and is not counted. Raises ValueError if `calls` or `repeats` is
    below 1.
    """
    if calls < 1 or repeats < 1:
        raise ValueError("calls and repeats must be at least 1")
    func()
    times_s = []
    for _ in range(repeats):
        start_s = time.perf_counter()
        for _ in range(calls):
            func()
        times_s.append((time.perf_counter() - start_s) / calls)
    return Measurement(getattr(func, "__name__", "call"), tuple(times_s))
