"""Measure in stages: a first pass, trials of what is not hopeless, and rounds of the best."""

import time
from functools import partial

from lab import machine
from lab.choose import first, memory, plan, probe
from lab.choose.contenders import LOOP, POOLS, Contender
from lab.choose.request import Request
from lab.choose.runs import Runs, Times
from lab.measure import in_turn

TRIALS = 3  # of each contender that comes near the best of its kind
LAST_S = 0.3  # for the last look, and the end of all processes
NO_MODULE = "the function has no module to import it from: move it into one"


def measure(request: Request, channel) -> None:
    """Measure what the request asks for, as far as its budget goes; the channel hears of it."""
    left_s = partial(seconds_until, time.perf_counter() + request.budget_s)
    channel.say("doing", what="import of the function, and its items", done=0.0)
    func = request.function()
    source = request.items()
    channel.say("doing", what="first pass, one by one", done=0.05)
    done = first.run(func, source, request.budget_s, channel)
    facts = say_facts(request, source, done, channel)
    runs = Runs(func, done, channel.say)
    runs.leave_out_what_cannot_travel(NO_MODULE if request.carried else "")
    look(channel)
    times_s = runs.left(trials(runs, facts, request.budget_s, left_s))
    for kind in POOLS:
        if contender := plan.best_of(times_s, kind):
            runs.look_inside(contender)
    look(channel)
    rounds(runs, runs.left(times_s), left_s)
    look(channel)


def seconds_until(end_s: float) -> float:
    """Return the time until a reading of the clock."""
    return end_s - time.perf_counter()


def look(channel) -> None:
    """Look how much of the machine can be had now."""
    solo, pair = probe.cores()
    channel.say("probe", solo=solo, pair=pair)


def say_facts(request: Request, source: object, done: first.FirstPass, channel) -> dict:
    """Say what the first pass has shown, and where it ran; return what the plan needs."""
    known = len(source) if request.written and hasattr(source, "__len__") else request.items_known
    known = len(done.items) if known is None and done.whole else known
    facts = done.facts() | {"cores": machine.usable_cores()}
    channel.say("spent", time_s=done.loop_s)
    channel.say("run", stage="trials", contender=Contender(LOOP).as_list(), time_s=done.loop_s)
    channel.say("facts", items_known=known, gil=machine.gil_enabled(), **facts)
    channel.say("facts", provenance=machine.provenance().to_dict())
    return facts


def most_workers(runs: Runs, facts: dict) -> int:
    """Return for how many workers there is memory."""
    needed_bytes = max(1, facts["memory_bytes"])
    most = int(min(64, memory.free_bytes() / 2 / needed_bytes))
    for kind in POOLS if most < 2 else ():
        runs.leave_out(kind, f"a call needs {needed_bytes / 1e9:.1f} GB: no room for two at once")
    return most


def trials(runs: Runs, facts: dict, budget_s: float, left_s) -> Times:
    """Return the times of the loop and of what was tried: each once, and again if near the best.

    Few workers come first. More are tried, and anything twice, only where that is not hopeless, and
    as long as there is time for the rounds.
    """
    most = most_workers(runs, facts)
    kinds = [kind for kind in POOLS if kind not in runs.left_out]
    times_s = {Contender(LOOP): [facts["loop_s"]]}
    steps = plan.steps(facts, budget_s, kinds, most)
    for number in range(len(steps) + TRIALS - 1):
        for each in steps_or_again(steps, number, times_s):
            if number and left_s() < plan.rounds_s(times_s) + facts["loop_s"] + LAST_S:
                return times_s
            runs.say("doing", what=f"trial: {each}", done=0.1 + 0.3 * number / (number + 2))
            runs.run(each, "trials", times_s.setdefault(each, []))
    return times_s


def steps_or_again(steps: list[list[Contender]], number: int, times_s: Times) -> list[Contender]:
    """Return what is tried now: what is not hopeless in the next step, or once more the best."""
    if number < len(steps):
        return plan.not_hopeless(steps[number], times_s, plan.HOPELESS)
    return plan.still_near(times_s)


def rounds(runs: Runs, times_s: Times, left_s) -> None:
    """Run the best in rounds, each of which begins with another one, as long as there is time."""
    best = plan.finalists_in_time(times_s, left_s() - LAST_S)
    known_s = {each: times_s[each] for each in best}
    count = plan.rounds_that_fit(known_s, left_s() - LAST_S)
    round_s = sum(map(max, known_s.values()))
    for number, order in enumerate(in_turn(best, count)):
        if left_s() < 1.2 * round_s + 0.2:
            return
        for each in order:
            runs.say("doing", what=f"round {number + 1} of {count}: {each}",
                     done=0.4 + 0.6 * number / count)  # fmt: skip
            runs.run(each, "rounds", [])
