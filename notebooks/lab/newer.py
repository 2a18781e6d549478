"""Run programs on a Python 3.14 or newer; where there is none, show what was recorded on one.

    there = newer.find()
    outcome = there.run(program)        as ``%%sandbox NAME --on there`` does
    race = there.measure("race")

A record is known by the text of its program, so a program that somebody has changed has none.
"""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from lab import pythons, sandbox
from lab.keeper.outcome import Outcome
from lab.pythons import Problem, Python
from lab.recorded.failure_programs import digest_of

RECORD = Path(__file__).parents[1] / "results" / "11-interpreters.json"
MEASURING = "lab.programs.interpreters_program"
OLDEST = (3, 14)
LIMIT_S = 60.0
NONE_HERE = "no Python 3.14 or newer was found here"


@dataclass
class There:
    """A Python that has interpreters, or the record of one: None means the record alone."""

    python: Python | None
    record: dict
    live: set[str] = field(default_factory=set)  # the measurements that were made here

    @property
    def name(self) -> str:
        """Its version, such as "3.15"."""
        return self.python.name if self.python else self.record["python"]

    @property
    def told(self) -> str:
        """Which Python it is, in a sentence."""
        if self.python:
            return f"Programs run on Python {self.python.version}, which was found here."
        return f"N{NONE_HERE[1:]}: what you see was recorded on Python {self.name}."

    def why_not_shown(self, what: str = "") -> str | None:
        """Why nothing is shown here by a measurement, or by a program; None if it was run here."""
        if self.python and (not what or what in self.live):
            return None
        why = "it gave no answer here" if self.python else NONE_HERE
        return f"{why}; this was recorded on Python {self.record['python']}"

    def run(self, program: str, limit_s: float = 10.0, interrupt_when: str = "") -> Outcome:
        """Run a program in the sandbox, or return what was recorded of it."""
        if self.python:
            return sandbox.run(program, limit_s, self.python.executable, interrupt_when)
        known = self.record["programs"].get(digest_of(program))
        if known is None:
            return Outcome("", f"This program was changed, and {NONE_HERE} to run it.", 1, False, 0)
        print(f"Recorded on Python {self.name}:")
        return Outcome(**known)

    def measure(self, what: str) -> dict:
        """Return what a measurement finds: "race", "prices" or "message"."""
        try:
            if self.python:
                found = pythons.run(self.python, MEASURING, what, limit_s=LIMIT_S)
                self.live.add(what)
                return found
        except Problem as problem:
            print(f"{problem}. A recorded run stands in for it.")
        return self.record["measured"][what]

    def source(self, what: str) -> str:
        """Say in a sentence where and when something was measured."""
        if what in self.live:
            return f"Python {self.name}, run now."
        told = self.record["provenance"].removeprefix("Measured ")
        return f"Python {self.record['python']}, recorded {told}."


def find() -> There:
    """Return the newest Python here that has interpreters, with a GIL if there is one.

    Of the Pythons that LAB_PYTHONS names it says which cannot be used, and why.
    """
    found = pythons.find()
    if os.environ.get("LAB_PYTHONS"):
        for why in found.refused.values():
            print(f"left out: {why}")
    usable = [python for python in found.pythons if python.numbers >= OLDEST]
    best = max(usable, key=lambda python: (python.gil_on, python.numbers), default=None)
    return There(best, records()[-1])


def records() -> list[dict]:
    """Return what was recorded, the newest Python last."""
    return json.loads(RECORD.read_text(encoding="utf-8"))["pythons"]


def facts(outcome: Outcome) -> dict[str, str]:
    """Return {what: how it is} of each line "what: how it is" that a program has printed."""
    pairs = (line.partition(": ") for line in outcome.output.splitlines())
    return {what: rest for what, separator, rest in pairs if separator}
