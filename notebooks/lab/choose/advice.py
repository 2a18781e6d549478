"""Turn findings into an answer in plain words: what to use, why, and how sure that is."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from lab import machine, measure
from lab.choose.contenders import LOOP, PROCESSES, SIMPLEST_FIRST, Contender
from lab.choose.findings import Findings
from lab.choose.why import how_sure, limits, reasons
from lab.records import Measurement

DONE, NOT_MEASURED, INTERRUPTED = 0, 1, 130  # exit codes
POOL_NAMES = {
    "threads": "ThreadPoolExecutor",
    "interpreters": "InterpreterPoolExecutor",
    "processes": "ProcessPoolExecutor",
}


@dataclass(frozen=True)
class Answer:
    """What to use, or None where that could not be found out; and all sentences of the report."""

    choice: Contender | None
    sentences: tuple[str, ...]
    exit_code: int


def answer(found: Findings) -> Answer:
    """Return what the findings allow to say."""
    times, ended = found.in_rounds(), how_it_ended(found)
    nothing_yet = "" if found.facts else ended
    why_not = found.problem or nothing_yet or why_busy(found) or too_few_rounds(found, times)
    if why_not:
        said = [why_not, ended if ended != why_not and not found.problem else "", *limits(found)]
        code = found.exit_code or NOT_MEASURED
        choice = None
    else:
        choice, code = simplest_unbeaten(times), DONE
        said = [headline(choice), *reasons(found, choice), *how_sure(times, choice)]
        said += [*limits(found), ended]
    code = INTERRUPTED if found.ended_by == "Ctrl-C" else code
    return Answer(choice, tuple(sentence for sentence in said if sentence), code)


def simplest_unbeaten(times: Mapping[Contender, Measurement]) -> Contender:
    """Return the contender that no other one beats; of several, the one that changes least."""
    by_effort = sorted(times, key=lambda each: SIMPLEST_FIRST.index(each.kind))
    for one in by_effort:
        others = (each for each in times if each != one)
        if not any(
            measure.winner({"one": times[one], "other": times[other]}) == "other"
            for other in others
        ):
            return one
    return min(times, key=lambda each: times[each].median_s)


def headline(choice: Contender) -> str:
    """Return the answer itself."""
    if choice.kind == LOOP:
        return "Use none: no pool is faster than a plain loop here."
    call = f"{POOL_NAMES[choice.kind]}(max_workers={choice.workers})"
    if choice.kind == PROCESSES:
        return f"Use {call}, and map(…, chunksize={choice.chunksize})."
    return f"Use {call}."


def why_busy(found: Findings) -> str:
    """Return a sentence if other programs used the machine meanwhile, else ""."""
    if not found.probes or found.facts.get("cores", 2) < 2:
        return ""
    solo, pair = (median(column) for column in zip(*found.probes, strict=True))
    reason = machine.why_no_overlap([solo], [pair])
    return f"Busy: close programs and run again ({reason})." if reason else ""


def too_few_rounds(found: Findings, times: Mapping[Contender, Measurement]) -> str:
    """Return why there is no winner yet, and what the rounds so far look like."""
    if not times:
        return "Nothing can be compared yet." if not found.ended_by else "No answer."
    if len(times) == 1:
        return "No pool could run this function, so there is nothing to choose from."
    count = min(len(entry.times_s) for entry in times.values())
    if count >= measure.ROUNDS:
        return ""
    ahead = min(times, key=lambda each: times[each].median_s)
    return (
        f"Not sure yet: the budget held {count} of the {measure.ROUNDS} rounds that an answer "
        f"takes, in which {ahead} was ahead. Give it more: --budget {2 * found.budget_s:g}."
    )


def how_it_ended(found: Findings) -> str:
    """Return what ended the measuring before its time, else ""."""
    where = (
        f"item {found.item} of the first pass" if not found.facts and found.item else found.doing
    )
    if found.ended_by == "Ctrl-C":
        return f"Stopped by Ctrl-C, at: {where}."
    if found.ended_by == "budget" and not found.finished:
        over = f"The budget of {found.budget_s:g} s was over, at: {where}."
        return over if found.rounds else f"{over} Either it hangs, or it needs a larger budget."
    if not found.finished and not found.ended_by:
        died = f"exit code {found.child_exit_code}"
        return f"The measuring process died ({died}), at: {where}. Was there too little memory?"
    return ""
