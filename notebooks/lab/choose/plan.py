"""Plan the runs: which contenders to try, which of them meet in the rounds, how many rounds fit."""

from collections.abc import Mapping, Sequence
from statistics import median

from lab import measure
from lab.choose.contenders import LOOP, POOLS, PROCESSES, THREADS, Contender

MOST_ITEMS = 10_000  # of a longer or an endless input, so many are taken
MOST_WORKERS = {THREADS: 64, PROCESSES: 61}  # a pool of processes can have no more on Windows
WAITS_BELOW = 0.5  # a loop that keeps less of a core busy than this mostly waits
# Roughly what a task costs a pool of processes; only to leave out what cannot pay.
HOPELESS_TASK_S = 0.0003
NOT_WORTH_IT = 1.1  # twice the workers for less than a tenth of the time
HOPELESS = 1.5  # with few workers so many times as long as the fastest: more will not help


def first_pass_s(budget_s: float) -> float:
    """Return how long one pass over the items may take: 7 rounds of some contenders must fit."""
    return budget_s / 32


def worker_counts(cores: int, items: int, loop_cores: float, most: int) -> list[int]:
    """Return which numbers of workers to try: many where the calls wait, else about the cores."""
    wanted = (cores, 4 * cores, 16 * cores) if loop_cores < WAITS_BELOW else (cores, 2 * cores)
    bound = min(most, max(2, items))
    return sorted({min(max(2, count), bound) for count in wanted})


def chunk_sizes(items: int, workers: int, loop_s: float, budget_s: float) -> list[int]:
    """Return which chunk sizes to try: a few large ones for each worker, some smaller, single."""
    largest = max(1, items // (4 * workers))
    sizes = {largest, max(1, round(largest**0.5)), 1}
    can_pay = loop_s + budget_s / 50
    return [size for size in sorted(sizes) if items / size * HOPELESS_TASK_S <= can_pay] or [
        largest
    ]


def steps(
    facts: Mapping[str, float], budget_s: float, kinds: Sequence[str], most_workers: int
) -> list[list[Contender]]:
    """Return what may be tried: first pools of each kind with few workers, then with more."""
    found = {}
    items, loop_s = facts["items"], facts["loop_s"]
    for kind in kinds:
        most = min(MOST_WORKERS.get(kind, 64), most_workers)
        counts = worker_counts(facts["cores"], items, facts["loop_cores"], most)
        for step, workers in enumerate(counts):
            sizes = [1]
            if kind == PROCESSES:  # the other kinds take a chunksize, and ignore it
                sizes = chunk_sizes(items, workers, loop_s, budget_s)
            found.setdefault(step, []).extend(Contender(kind, workers, size) for size in sizes)
    return list(found.values())


def not_hopeless(
    some: Sequence[Contender], times_s: Mapping[Contender, Sequence[float]], bound: float
) -> list[Contender]:
    """Return those of a kind that is not tried yet, or takes at most `bound` times the fastest."""
    best_s = {}
    for each, times in times_s.items():
        best_s[each.kind] = min([*times, best_s.get(each.kind, float("inf"))])
    most_s = bound * min(best_s.values())
    return [each for each in some if best_s.get(each.kind, 0.0) <= most_s]


def still_near(times_s: Mapping[Contender, Sequence[float]]) -> list[Contender]:
    """Return those worth another trial: near the best of their kind, or tried only once.

    A kind that looks hopeless after one trial may have been disturbed, so it gets a second one.
    """
    near = []
    for kind in POOLS:
        own = {each: min(times) for each, times in times_s.items() if times and each.kind == kind}
        some = [each for each in own if own[each] <= 1.3 * min(own.values())]
        near += some if len(some) > 1 else [each for each in some if len(times_s[each]) < 2]
    return not_hopeless(near, times_s, 2 * HOPELESS)


def best_of(times_s: Mapping[Contender, Sequence[float]], kind: str) -> Contender | None:
    """Return the fastest of a kind, or one with fewer workers and larger chunks that comes near."""
    own = {each: median(times) for each, times in times_s.items() if each.kind == kind and times}
    if not own:
        return None
    near = [each for each, time_s in own.items() if time_s <= NOT_WORTH_IT * min(own.values())]
    return min(near, key=lambda each: (each.workers, own[each]))


def finalists(times_s: Mapping[Contender, Sequence[float]]) -> list[Contender]:
    """Return who meets in the rounds: the loop, and the best of each kind that is not hopeless."""
    best = [found for kind in POOLS if (found := best_of(times_s, kind))]
    if not best:
        return [Contender(LOOP)]
    own_s = {each: median(times_s[each]) for each in best}
    first = min(best, key=own_s.get)
    near = [each for each in best if own_s[each] <= HOPELESS * own_s[first]]
    return [Contender(LOOP), *near]


def finalists_in_time(
    times_s: Mapping[Contender, Sequence[float]], left_s: float
) -> list[Contender]:
    """Return the finalists; where the rounds do not fit, without the slowest of several pools."""
    best = finalists(times_s)
    while (
        len(best) > 2
        and rounds_that_fit({each: times_s[each] for each in best}, left_s) < measure.ROUNDS
    ):
        best.remove(max(best[1:], key=lambda each: median(times_s[each])))
    return best


def rounds_s(times_s: Mapping[Contender, Sequence[float]]) -> float:
    """Return how long all rounds of those who would meet in them will take, or a little longer."""
    return 1.2 * measure.ROUNDS * sum(median(times_s[each]) for each in finalists(times_s))


def rounds_that_fit(times_s: Mapping[Contender, Sequence[float]], left_s: float) -> int:
    """Return how many rounds of these contenders fit into the time, up to those of `measure`."""
    round_s = sum(median(times) for times in times_s.values())
    return max(0, min(measure.ROUNDS, int(left_s / round_s)))
