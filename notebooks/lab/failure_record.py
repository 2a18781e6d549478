"""Run the programs of the labs on failures on several Pythons, and keep the record.

    python -m lab.failure_record python3.11 python3.14 …

It runs those of which the Python's record does not know or which have changed since, and writes
results/09-failures.json. Run it in the folder notebooks/, with the environment of the labs. The
Pythons named need numpy, requests and tqdm; a program that lacks a package is recorded as needing
it. Install numpy with `pip install --only-binary :all:`, for one that is compiled here may lack the
threads of mistake 16. A free-threaded Python also needs what `lab.recorded.old_extension` makes.
Without the record nobody could see on which Pythons a mistake exists: one page is built by one.
"""

import json
import re
import sys
from pathlib import Path
from textwrap import shorten

from lab import sandbox
from lab.recorded.failure_programs import (
    LABS,
    Condition,
    Program,
    conditions,
    digest_of,
    headings,
    programs,
)

RECORD = Path(__file__).parents[1] / "results" / "09-failures.json"
ABOUT = """
import sys, sysconfig
from lab import machine
print("{}.{}".format(*sys.version_info) + "t" * bool(sysconfig.get_config_var("Py_GIL_DISABLED")))
print(machine.provenance())
"""
ERROR = re.compile(r"\b\w*(?:Error|Warning|Interrupt|Pool)\b[:(].*")
LACKS = re.compile(r"No module named '(\w+)'|Standard library module '(\w+)' was not found")
ANSWERS = {True: "yes", False: "no", None: "not run"}
VARYING = re.compile(r"\b0x[0-9a-fA-F]+|(?<=pid=)\d+|(?<=thread id )\d+")


def ending(outcome: sandbox.Outcome) -> dict:
    """Return how a program ended: its exit code, the line it ended with, and its error texts.

    What differs from run to run, an address or a process's number, becomes a "…".
    """
    if "ModuleNotFoundError" in outcome.error and (lacks := LACKS.search(outcome.error)):
        return {"needs": lacks[1] or lacks[2]}
    errors = dict.fromkeys(ERROR.findall(VARYING.sub("…", f"{outcome.error}\n{outcome.output}")))
    return {
        "exit_code": outcome.exit_code,
        "stopped": outcome.stopped,
        "last_line": VARYING.sub("…", outcome.last_line),
        "errors": list(errors),
    }


def describe(python: str, known: dict[str, dict]) -> dict:
    """Return what an interpreter is, how each program ended on it, and which claims hold.

    `known` is what the record says of each Python so far: what has not changed is not run again.
    A claim about a program that lacks a package is null. Raises ValueError for an interpreter
    that cannot run our instruments (they need Python 3.11).
    """
    about = sandbox.run(ABOUT, limit_s=60, python=python)
    if not about.succeeded:
        raise ValueError(f"{python} cannot be asked what it is: {about.last_line}")
    version, provenance = about.output.splitlines()
    before = known.get(version, {"programs": {}, "claims": {}, "of": {}})
    changed = stale(before["of"])
    outcomes = {p.name: p.run(python) for p in all_programs() if p.name in changed}
    endings = {name: ending(outcome) for name, outcome in outcomes.items()}
    lacking = {name for name, end in endings.items() if "needs" in end}
    claims = {
        c.name: None if lacking.intersection(c.programs) else c.holds(outcomes)
        for c in all_conditions()
        if changed.issuperset(c.programs)
    }
    now = digests()
    return {
        "python": version,
        "provenance": provenance,
        "programs": {n: (before["programs"] | endings)[n] for n in now if n in names_of_programs()},
        "claims": {c.name: (before["claims"] | claims)[c.name] for c in all_conditions()},
        "of": now,
    }


def all_programs() -> list[Program]:
    return [program for lab in LABS for program in programs(lab)]


def names_of_programs() -> set[str]:
    return {program.name for program in all_programs()}


def all_conditions() -> list[Condition]:
    """Return the conditions that are about programs."""
    return [condition for lab in LABS for condition in conditions(lab) if condition.programs]


def digests() -> dict[str, str]:
    """Return the digest of every program and of every condition, by which a record is known."""
    return {found.name: digest_of(found.text) for found in [*all_programs(), *all_conditions()]}


def stale(of: dict[str, str]) -> set[str]:
    """Return the programs to run again: the changed ones, and all of a claim that one is part of.

    `of` has the digests of what was recorded.
    """
    changed = {name for name, now in digests().items() if of.get(name) != now}
    for condition in all_conditions():
        if changed & {condition.name, *condition.programs}:
            changed |= set(condition.programs)
    return changed & names_of_programs()


def recorded_pythons() -> list[dict]:
    """Return what the record says, for each Python; see `describe`."""
    return json.loads(RECORD.read_text(encoding="utf-8"))["pythons"]


def recorded(program: str, python: str) -> dict:
    """Return how a program ended on a Python, such as "3.14"; raise KeyError if nobody knows."""
    return {found["python"]: found["programs"] for found in recorded_pythons()}[python][program]


def sources() -> list[dict[str, str]]:
    """Return a row for each Python: where and when it ran the programs."""
    return [
        {"Python": found["python"], "Recorded": found["provenance"].removeprefix("Measured ")}
        for found in recorded_pythons()
    ]


def table(lab: str) -> list[dict[str, str]]:
    """Return a row for each mistake of a lab: its number and text, and which Pythons have it."""
    return [
        {"Mistake": shorten(f"{number}. {text}", 60, placeholder=" …")}
        | {
            found["python"]: ANSWERS[found["claims"][f"m{number:02}-broken"]]
            for found in recorded_pythons()
        }
        for number, text in headings(RECORD.parents[1] / f"{lab}.ipynb")
    ]


def table_in_words(lab: str) -> str:
    """Return in a sentence which Pythons have the mistakes of a lab."""
    rows = table(lab)
    pythons = [name for name in rows[0] if name != "Mistake"]
    exceptions = [
        f"mistake {row['Mistake'].partition('.')[0]} on {', '.join(without)}"
        for row in rows
        if (without := [python for python in pythons if row[python] != ANSWERS[True]])
    ]
    but = f", except for {'; '.join(exceptions)}" if exceptions else ""
    return f"Each Python of the record ({', '.join(pythons)}) has all of these mistakes{but}."


if __name__ == "__main__":
    known = {found["python"]: found for found in recorded_pythons()}
    for python in sys.argv[1:]:
        found = describe(python, known)
        known[found["python"]] = found
        text = json.dumps({"pythons": list(known.values())}, indent=1, ensure_ascii=False) + "\n"
        RECORD.write_text(text, encoding="utf-8")
