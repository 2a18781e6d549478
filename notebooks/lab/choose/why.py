"""The sentences of the report that give reasons, say how sure the answer is, and what it lacks."""

from collections.abc import Mapping

from lab import measure
from lab.choose.contenders import LOOP, PROCESSES, THREADS, Contender
from lab.choose.findings import Findings
from lab.choose.plan import WAITS_BELOW
from lab.records import Measurement

ONE_CORE, MORE_THAN_ONE = 1.15, 1.3  # cores used: at most one, and clearly more


def lasting(time_s: float) -> str:
    """Return a time in a unit that suits it."""
    for unit, name in ((1, "s"), (1e-3, "ms")):
        if time_s >= unit:
            return f"{time_s / unit:.3g} {name}"
    return f"{time_s * 1e6:.3g} µs"


def reasons(found: Findings, choice: Contender) -> list[str]:
    """Return what kind of task it is, what the pools made of it, and what that means."""
    facts = found.facts
    waits = facts["loop_cores"] < WAITS_BELOW
    said = [
        f"One by one, {facts['items']} items took {lasting(facts['loop_s'])}, a usual call "
        f"{lasting(facts['call_s'])}. That kept {facts['loop_cores']:.2f} of a core busy: the "
        f"function mostly {'waits' if waits else 'computes'}."
    ]
    said += [told for kind in found.cores_used if (told := about_cores(found, kind, waits))]
    if choice.kind == LOOP:
        said += why_none(found)
    elif choice.chunksize > 1:
        said.append(
            f"A task costs that pool about {lasting(found.task_s[choice.kind])}. In chunks of "
            f"{choice.chunksize}, several calls share it."
        )
    return said


def about_cores(found: Findings, kind: str, waits: bool) -> str:
    """Return what the cores that a kind of pool kept busy say about the function."""
    used = found.cores_used[kind]
    said = f"A pool of {kind} kept {used:.2f} cores busy"
    if waits:
        return f"{said}: who waits needs no core." if kind == THREADS else ""
    if kind == THREADS and used <= ONE_CORE and found.facts["gil"]:
        return f"{said}, together: one thread at a time can hold the GIL."
    if kind == THREADS and used >= MORE_THAN_ONE and found.facts["gil"]:
        return f"{said}: the function lets go of the GIL while it computes."
    return f"{said}."


def why_none(found: Findings) -> list[str]:
    """Return why no pool helps, where that can be told."""
    call_s = found.facts["call_s"]
    costs = [f"{lasting(cost)} with {kind}" for kind, cost in found.task_s.items()]
    if found.task_s and call_s < 10 * min(found.task_s.values()):
        return [
            f"A call takes {lasting(call_s)}, and to hand one over costs {', '.join(costs)}. "
            "A pool pays when one call has far more to do than that: let each call do many items."
        ]
    if found.facts["loop_s"] < 0.1:
        return ["All of it is over so soon that starting a pool takes most of the time."]
    return []


def how_sure(times: Mapping[Contender, Measurement], choice: Contender) -> list[str]:
    """Return in how many rounds the choice was ahead of each other one, and by how much."""
    said = []
    for other in (each for each in times if each != choice):
        ahead = measure.ratios(times[other], times[choice])
        first = sum(ratio > 1 for ratio in ahead.times_s)
        text = f"Faster than {other} in {first} of {len(ahead.times_s)} rounds"
        if measure.winner({"one": times[choice], "other": times[other]}) != "one":
            said.append(f"{text}: no clear lead, and this way is the simpler one.")
        else:
            said.append(f"{text}; the median lead is {ahead.median_s:,.1f} times.")
    if choice.kind != LOOP:
        what = "workers and the chunk size" if choice.kind == PROCESSES else "workers"
        said.append(
            f"The number of {what} rests on one to three trials each: a good start, no more."
        )
    return said


def limits(found: Findings) -> list[str]:
    """Return what was left out, and what else the reader has to know."""
    said = [f"No {kind} here: {why}." for kind, why in found.left_out.items()]
    items, known = found.facts.get("items", 0), found.facts.get("items_known")
    if items and (known is None or known > items):
        some = f"{items} of {known} items" if known else f"The first {items} items"
        said.append(f"{some} were run. A pool starts once, so for more items it costs less.")
    return [*said, *found.notes]
