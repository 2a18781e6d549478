"""Which orders of two threads' steps does a Python take by itself? Let it run, and see.

    python -m lab.orders_taken results/07-orders.json

asks all Pythons of this computer, and keeps their answers. Run it in the folder notebooks/.

Each thread adds its letter to the same text. The text at the end tells the order: "AB" and "BA"
if one did all of its steps before the other began; "A" or "B" alone if both had read the empty text
before either wrote, and A or B wrote last.
"""

import json
import sys
import threading
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from lab import machine, pythons
from lab.everyday import at_once, many_switches

TEXTS, ROUNDS = 2_000, 80
ENDS = {
    "AB": "A reads and writes, then B",
    "BA": "B reads and writes, then A",
    "A": "both read, and A writes last: B's letter is lost",
    "B": "both read, and B writes last: A's letter is lost",
}


class Shared:
    """A text that two threads share, with its lock."""

    def __init__(self) -> None:
        self.text, self.lock = "", threading.Lock()


def letter(me: str) -> str:
    """Stand for any function that is called between reading and writing: it takes a moment."""
    for _ in range(10):
        pass
    return me


def bare(shared: Shared, me: str) -> None:
    """Add without a call in between."""
    shared.text += me


def with_a_call(shared: Shared, me: str) -> None:
    """Add what a function returns: it is called after the reading and before the writing."""
    shared.text += letter(me)


def locked(shared: Shared, me: str) -> None:
    """Add with a call in between, and a lock around."""
    with shared.lock:
        shared.text += letter(me)


LINES = {
    "text += me": bare,
    "text += letter(me)": with_a_call,
    "with lock: text += letter(me)": locked,
}


def run_round(line: Callable[[Shared, str], None]) -> Counter:
    """Let A and B run a line on the same texts, one text after the other; count their ends."""
    texts = [Shared() for _ in range(TEXTS)]

    def run(me: str) -> None:
        for shared in texts:
            line(shared, me)

    at_once(*(partial(run, me) for me in "AB"))
    return Counter(shared.text for shared in texts)


def taken(line: Callable[[Shared, str], None]) -> dict[str, int]:
    """Return how often each order was taken, by the text at its end, in all rounds together."""
    with many_switches():
        seen = sum((run_round(line) for _ in range(ROUNDS)), Counter())
    return {end: seen[end] for end in ENDS}


def lost(seen: dict[str, int]) -> int:
    """Return in how many of these runs a letter was lost."""
    return seen["A"] + seen["B"]


def describe() -> dict:
    """Return what this Python did with each line, and what and where it is."""
    seen = {name: taken(line) for name, line in LINES.items()}
    gil_on = machine.gil_enabled()
    return {"gil_on": gil_on, "provenance": str(machine.provenance()), "taken": seen}


def records() -> dict[str, dict]:
    """Return what was recorded, by the names of the Pythons."""
    path = Path(__file__).parents[1] / "results" / "07-orders.json"
    return json.loads(path.read_text(encoding="utf-8"))


def main(path: str) -> None:
    """Record every Python of this computer, the oldest first."""
    found = {it.name: it for it in sorted(pythons.find().pythons, key=lambda it: it.numbers)}
    run = {name: pythons.run(it, "lab.orders_taken", limit_s=60) for name, it in found.items()}
    lines = [f" {json.dumps(name)}: {json.dumps(record)}" for name, record in run.items()]
    Path(path).write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:]:
        main(sys.argv[1])
    else:
        print(json.dumps(describe()))
