"""Run every program of the labs on failures on several Pythons, and keep the record.

    python -m lab.failure_record results/09-failures.json python3.11 python3.14 …

Run it in the folder notebooks/, with the environment of the labs. The Pythons named need numpy,
requests and tqdm; a program that lacks a package is recorded as needing it. Install numpy with
`pip install --only-binary :all:`, for one that is compiled here may lack the threads of mistake 16.
A free-threaded Python also needs what `lab.old_extension` makes. Without the record nobody could
see on which Pythons a mistake exists: one page is built by one Python.
"""

import json
import re
import sys
from pathlib import Path
from textwrap import shorten

from lab import sandbox
from lab.failure_programs import LABS, conditions, digest, headings, programs

RECORD = Path(__file__).parents[1] / "results" / "09-failures.json"
ABOUT = """
import sys, sysconfig
from lab import machine
print("{}.{}".format(*sys.version_info) + "t" * bool(sysconfig.get_config_var("Py_GIL_DISABLED")))
print(machine.provenance())
"""
ERROR = re.compile(r"\b\w*(?:Error|Warning|Interrupt|Pool)\b[:(].*")
ANSWERS = {True: "yes", False: "no", None: "not run"}
VARYING = re.compile(r"\b0x[0-9a-fA-F]+|(?<=pid=)\d+")


def ending(outcome: sandbox.Outcome) -> dict:
    """Return how a program ended: its exit code, the line it ended with, and its error texts.

    What differs from run to run, an address or a process's number, becomes a "…".
    """
    if lacks := re.search(r"ModuleNotFoundError: No module named '(\w+)'", outcome.error):
        return {"needs": lacks[1]}
    errors = dict.fromkeys(ERROR.findall(VARYING.sub("…", f"{outcome.error}\n{outcome.output}")))
    return {
        "exit_code": outcome.exit_code,
        "stopped": outcome.stopped,
        "last_line": VARYING.sub("…", outcome.last_line),
        "errors": list(errors),
    }


def describe(python: str) -> dict:
    """Return what an interpreter is, how each program ended on it, and which claims hold.

    A claim about a program that lacks a package is null. Raises ValueError for an interpreter
    that cannot run our instruments (they need Python 3.11).
    """
    about = sandbox.run(ABOUT, limit_s=60, python=python)
    if not about.succeeded:
        raise ValueError(f"{python} cannot be asked what it is: {about.last_line}")
    version, provenance = about.output.splitlines()
    outcomes = {p.name: p.run(python) for lab in LABS for p in programs(lab)}
    endings = {name: ending(outcome) for name, outcome in outcomes.items()}
    lacking = {name for name, end in endings.items() if "needs" in end}
    claims = {
        c.name: None if lacking.intersection(c.programs) else c.holds(outcomes)
        for lab in LABS
        for c in conditions(lab)
        if c.programs
    }
    return {"python": version, "provenance": provenance, "programs": endings, "claims": claims}


def digests() -> dict:
    """Return the digest of every program and of every condition, by which a record is known."""
    return {
        "programs": {p.name: digest(p) for lab in LABS for p in programs(lab)},
        "claims": {c.name: digest(c) for lab in LABS for c in conditions(lab) if c.programs},
    }


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


if __name__ == "__main__":
    record = {"of": digests(), "pythons": [describe(python) for python in sys.argv[2:]]}
    text = json.dumps(record, indent=1, ensure_ascii=False) + "\n"
    Path(sys.argv[1]).write_text(text, encoding="utf-8")
