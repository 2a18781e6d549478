"""Compare ways of doing the same work: in turn, several times over, with their spread."""

import time
from collections.abc import Callable, Mapping

from lab.records import Measurement, Timeline


def race(
    contenders: Mapping[str, Callable[[], object]], repeats: int = 5
) -> dict[str, Measurement]:
    """Time every contender `repeats` times, and return a Measurement for each name.

    The contenders take turns inside each repeat, so that a busy moment of the machine hits all
    of them alike. Each must come to the same result (for a Timeline: the same `results`):
    a fast wrong answer has not won. Raises ValueError if they differ or `repeats` is below 1.
    """
    if repeats < 1:
        raise ValueError(f"repeats must be at least 1, not {repeats}")
    times_s = {name: [] for name in contenders}
    cores_used = {name: [] for name in contenders}
    results, last = {}, {}
    for _ in range(repeats):
        for name, contender in contenders.items():
            start_s = time.perf_counter()
            outcome = contender()
            times_s[name].append(time.perf_counter() - start_s)
            if isinstance(outcome, Timeline):
                cores_used[name].append(outcome.cores_used)
                last[name] = outcome
                outcome = outcome.results
            results[name] = outcome
            _check_same(results)
    return {
        name: Measurement(name, tuple(times_s[name]), tuple(cores_used[name]), last.get(name))
        for name in contenders
    }


def _check_same(results: Mapping[str, object]) -> None:
    """Raise ValueError if two contenders did not come to the same result."""
    (first_name, first), *others = results.items()
    for name, result in others:
        if result != first:
            raise ValueError(f"{name!r} came to another result than {first_name!r}")


def time_per_call_s(func: Callable[[], object], calls: int, repeats: int = 5) -> Measurement:
    """Time `calls` calls of `func` in a row, `repeats` times; the timings are seconds per call.

    Raises ValueError if `calls` or `repeats` is below 1.
    """
    if calls < 1 or repeats < 1:
        raise ValueError("calls and repeats must be at least 1")
    times_s = []
    for _ in range(repeats):
        start_s = time.perf_counter()
        for _ in range(calls):
            func()
        times_s.append((time.perf_counter() - start_s) / calls)
    return Measurement(getattr(func, "__name__", "call"), tuple(times_s))


def amdahl(parallel_fraction: float, workers: int) -> float:
    """Return the best speed-up that Amdahl's law allows.

    `parallel_fraction` is the share of the work, from 0 to 1, that can be spread over the
    workers; the rest runs on one. Raises ValueError for values that make no sense.
    """
    if not 0 <= parallel_fraction <= 1:
        raise ValueError(f"the parallel fraction lies between 0 and 1, not {parallel_fraction}")
    if workers < 1:
        raise ValueError(f"it takes at least 1 worker, not {workers}")
    return 1 / (1 - parallel_fraction + parallel_fraction / workers)
