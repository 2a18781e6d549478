"""Let two threads run one everyday line of code many times, and count how often it goes wrong.

    python3.13t -m lab.everyday results/07-everyday.json

writes what happens on this interpreter: the lab shows the record of a Python without a GIL. Run it
in the folder notebooks/.
"""

import json
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from lab import machine

TURNS, ROUNDS = 20_000, 20
SWITCH_S = 1e-6  # how soon a thread hands on the GIL when another one asks for it
LIMIT_S = 20.0


@dataclass(frozen=True)
class Line:
    """A line of code, and an expression for how often it went wrong in one round.

    Threads A and B run `text` so many times each, or B does something else `meanwhile`.
    In all three `me` is "A" or "B", and `n` counts the turns.
    """

    text: str
    wrong: str
    what: str = "lost"
    of: int = 2 * TURNS
    turns: int = TURNS
    meanwhile: str = ""

    def told(self, wrong: int) -> str:
        """Say in a few words how often it went wrong in all rounds together."""
        return f"{wrong:,} of {self.of * ROUNDS:,} {self.what}"


LINES = (
    Line("items.append(n)", f"{2 * TURNS} - len(items)"),
    Line("table[me + str(n)] = n", f"{2 * TURNS} - len(table)"),
    Line("x += 1", f"{2 * TURNS} - x"),
    Line("total += work(n)", f"{2 * TURNS} - total"),
    Line("if n not in cache: cache[n] = make(n)", f"len(made) - {TURNS}", "made twice", TURNS),
    Line(
        "for item in many: seen.append(item)",
        f"len(seen) > {TURNS}",
        "loops saw later items",
        of=1,
        turns=1,
        meanwhile="many.append(n)",
    ),
    Line(
        "for key in keys: seen.append(key)",
        "len(errors)",
        "loops raised RuntimeError",
        of=1,
        turns=1,
        meanwhile="keys[me + str(n)] = n",
    ),
    Line(
        "for key in list(keys): seen.append(key)",
        "len(errors)",
        "loops raised RuntimeError",
        of=1,
        turns=1,
        meanwhile="keys[me + str(n)] = n",
    ),
)


def fresh_names() -> dict:
    """Return what the lines share, as it is before a round."""
    made = []

    def make(n: int) -> int:
        made.append(n)
        return n

    big = {"many": list(range(TURNS)), "keys": dict.fromkeys(range(TURNS))}
    empty = {"items": [], "table": {}, "cache": {}, "seen": [], "errors": [], "x": 0, "total": 0}
    return {**big, **empty, "made": made, "make": make, "work": lambda n: 1}


def loop_of(text: str, names: dict) -> Callable[[str, int], None]:
    """Return a function that runs a line so many times, in these names."""
    exec(f"def loop(me, turns):\n global x, total\n for n in range(turns):\n  {text}", names)
    return names.pop("loop")


def run_round(line: Line) -> int:
    """Run A and B once, and return how often it went wrong."""
    names = fresh_names()

    def run(me: str, loop: Callable, turns: int) -> None:
        try:
            loop(me, turns)
        except RuntimeError as error:
            names["errors"].append(error)

    of_a, of_b = (loop_of(text, names) for text in (line.text, line.meanwhile or line.text))
    at_once(partial(run, "A", of_a, line.turns), partial(run, "B", of_b, TURNS))
    return int(eval(line.wrong, names))


def at_once(*jobs: Callable[[], None]) -> None:
    """Run each job in a thread of its own; none begins before all threads are there."""
    here = []

    def run(job: Callable[[], None]) -> None:
        here.append(job)
        while len(here) < len(jobs):  # not asleep: who has to be woken comes late
            pass
        job()

    threads = [threading.Thread(target=run, args=[job], daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LIMIT_S)


@contextmanager
def many_switches() -> Iterator[None]:
    """Let threads that ask for the GIL get it soon, for the length of a `with` block."""
    usual_s = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_S)
    try:
        yield
    finally:
        sys.setswitchinterval(usual_s)


def count_wrong(line: Line) -> int:
    """Return how often a line went wrong in all rounds together."""
    with many_switches():
        return sum(run_round(line) for _ in range(ROUNDS))


def describe() -> dict:
    """Return how often each line went wrong, and where that was."""
    wrong = {line.text: count_wrong(line) for line in LINES}
    return {"provenance": str(machine.provenance()), "wrong": wrong}


if __name__ == "__main__":
    text = json.dumps(describe(), indent=1) + "\n"
    Path(sys.argv[1]).write_text(text, encoding="utf-8")
