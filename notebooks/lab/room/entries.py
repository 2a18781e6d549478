"""Read what a learner sends: a set-up report, a guess, or the speed-ups of lab 06.

What is kept are numbers, and words out of short lists. No text of a stranger reaches the wall.
"""

import json
import math
import re
from dataclasses import asdict, dataclass

KINDS = ("threads", "processes", "interpreters")
SYSTEMS = ("Linux", "macOS", "Windows")
MOST_WORKERS, MOST_POINTS, MOST_SPEED_UP = 256, 32, 1000
LEVELS = ("ok", "look", "mend")
LINE = re.compile(r"^(ok|look|mend) +([^:\n]{1,40}):", re.MULTILINE)
UNKNOWN = (
    "The room takes a set-up report, a number, or the speed-ups of lab 06, and this is none. "
    "Copy the whole of it, and nothing else."
)


class Refused(ValueError):
    """What was sent cannot be used; the text is the sentence to answer."""


@dataclass(frozen=True)
class SetUp:
    """The level of each check of a computer, by its name."""

    levels: dict[str, str]

    @property
    def ready(self) -> bool:
        return "mend" not in self.levels.values()


@dataclass(frozen=True)
class Guess:
    """A number in the unit of the question."""

    value: float


@dataclass(frozen=True)
class Curves:
    """Speed-ups by kind of pool and number of workers, and where they were measured."""

    curves: dict[str, dict[int, float]]
    cores: int
    system: str
    python: str

    def as_dict(self) -> dict:
        return asdict(self)


def read(text: str, checks: frozenset[str]) -> SetUp | Guess | Curves:
    """Return what a text says; raise Refused with a sentence where it says nothing usable.

    `checks` are the names that a set-up report may hold.
    """
    text = text.strip()
    if found := LINE.findall(text):
        named = [(name if name in checks else "another", level) for level, name in found]
        return SetUp(dict(sorted(named, key=lambda pair: LEVELS.index(pair[1]))))  # the worst stays
    if re.fullmatch(r"\d+([.,]\d*)?|[.,]\d+", text):
        return Guess(number(text.replace(",", "."), 0, 1e12))
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise Refused(UNKNOWN)
    return Guess(number(data["guess"], 0, 1e12)) if "guess" in data else curves_in(data)


def curves_in(data: dict) -> Curves:
    """Return the speed-ups in a dict; raise Refused for anything that is not as in lab 06."""
    curves = data.get("curves")
    if not isinstance(curves, dict) or not curves:
        raise Refused(UNKNOWN)
    read_curves = {kind: points(found) for kind, found in curves.items() if kind in KINDS}
    if len(read_curves) != len(curves):
        raise Refused(f"The kinds of pools are {', '.join(KINDS)}; this has another.")
    system, python = data.get("system"), str(data.get("python"))
    if not re.fullmatch(r"3\.\d{1,2}t?", python):
        raise Refused("The Python should be written such as 3.13 or 3.14t.")
    cores = int(number(data.get("cores"), 1, 4096))
    return Curves(read_curves, cores, system if system in SYSTEMS else "another", python)


def points(found: object) -> dict[int, float]:
    """Return {workers: speed-up}, in order."""
    if not isinstance(found, dict) or not 0 < len(found) <= MOST_POINTS:
        raise Refused("A curve is a table of speed-ups by the number of workers.")
    pairs = (
        (int(number(workers, 1, MOST_WORKERS)), number(speed_up, 0, MOST_SPEED_UP))
        for workers, speed_up in found.items()
    )
    return dict(sorted(pairs))


def number(value: object, low: float, high: float) -> float:
    """Return a value as a number within bounds; raise Refused."""
    try:
        found = float(value) if isinstance(value, int | float | str) else math.nan
    except (ValueError, OverflowError):
        found = math.nan
    if not low <= found <= high:
        raise Refused(f"A number here lies between {low:g} and {high:g}; this one does not.")
    return found
