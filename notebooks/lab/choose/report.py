"""Write an answer for people and for programs, with all that was measured."""

from collections.abc import Iterable

from lab.choose.advice import Answer
from lab.choose.contenders import Contender
from lab.choose.findings import Findings
from lab.choose.why import lasting
from lab.records import Measurement


def text(found: Findings, given: Answer) -> str:
    """Return the sentences, one a line, below them the times, and last what the measuring took."""
    lines = [*given.sentences]
    if times := shown(found):
        lines += ["", f"{'Median':>9}  {'fastest':>9}  {'slowest':>9}"]
    for contender, entry in times.items():
        row = (entry.median_s, entry.fastest_s, entry.slowest_s)
        lines.append("  ".join(f"{lasting(each):>9}" for each in row) + f"  {contender}")
    return "\n".join([*lines, "", found.took()] if found.elapsed_s else lines)


def shown(found: Findings) -> dict[Contender, Measurement]:
    """Return the times to show: those of the rounds, or else of the trials."""
    times = found.in_rounds()
    return times if len(times) > 1 else best_trials(found)


def best_trials(found: Findings) -> dict[Contender, Measurement]:
    """Return what the trials have measured, where there were no rounds."""
    return {each: Measurement(str(each), tuple(t)) for each, t in found.trials.items() if t}


def record(found: Findings, given: Answer) -> dict:
    """Return all of it as plain values, ready for JSON."""
    choice = given.choice
    return {
        "choice": choice
        and dict(zip(("kind", "workers", "chunksize"), choice.as_list(), strict=True)),
        "sentences": list(given.sentences),
        "exit_code": given.exit_code,
        "facts": found.facts,
        "rounds": _rows(found.in_rounds().values()),
        "trials": _rows(best_trials(found).values()),
        "cores_used": found.cores_used,
        "task_s": found.task_s,
        "probes": [list(each) for each in found.probes],
        "left_out": found.left_out,
        "elapsed_s": found.elapsed_s,
        "runs_s": found.runs_s,
        "around_s": found.around_s,
        "budget_s": found.budget_s,
    }


def _rows(entries: Iterable[Measurement]) -> list[dict]:
    return [entry.to_dict() for entry in entries]
