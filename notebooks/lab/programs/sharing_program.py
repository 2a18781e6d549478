"""Let threads share something, nothing, or a lock, and time them: one line of JSON.

    python3.13t -m lab.programs.sharing_program

Every thread runs the same line so often, so that twice as many threads do twice the work.
"""

import json
import threading
import time
from dataclasses import dataclass, field
from types import SimpleNamespace

from lab import machine

ROUNDS = 5
LIMIT_S = 30.0


@dataclass(frozen=True)
class Pattern:
    """A line of code that each thread runs so many times, and what comes before its loop."""

    name: str
    before: str
    line: str
    turns: int


PATTERNS = (
    Pattern("nothing shared", "mine = 0", "mine += n", 200_000),
    Pattern("a counter each", "mine = shared.counters[me]", "mine.count += 1", 200_000),
    Pattern(
        "one lock",
        "lock, counter = shared.lock, shared.counter",
        "with lock: counter.count += 1",
        30_000,
    ),
    Pattern(
        "one dict",
        "table, first = shared.table, 100 * me",
        "table[first + n % 100] = n",
        100_000,
    ),
    Pattern("one object, only read", "holder = shared.holder", "thing = holder.thing", 200_000),
)


@dataclass
class Counter:
    """What a thread counts in."""

    count: int = 0


@dataclass
class Holder:
    """What the threads read: each time, Python counts one more reference to the thing."""

    thing: list = field(default_factory=list)


def shared_by(threads: int) -> SimpleNamespace:
    """Return what so many threads share, or have each."""
    return SimpleNamespace(
        counters=[Counter() for _ in range(threads)],
        counter=Counter(),
        lock=threading.Lock(),
        table={},
        holder=Holder(),
    )


def loop_of(pattern: Pattern):
    """Return the function that a thread runs."""
    names = {}
    loop = f" {pattern.before}\n for n in range(turns):\n  {pattern.line}\n"
    exec(f"def loop(shared, me, turns):\n{loop}", names)
    return names["loop"]


def run_once(pattern: Pattern, threads: int) -> dict[str, float]:
    """Let so many threads run a pattern at once: seconds of the clock, and of their cores."""
    shared, loop, here, spans = shared_by(threads), loop_of(pattern), [], []

    def work(me: int) -> None:
        here.append(me)
        while len(here) < threads:  # not asleep: who has to be woken comes late
            pass
        start_s, cpu_s = time.perf_counter(), time.thread_time()
        loop(shared, me, pattern.turns)
        spans.append((start_s, time.perf_counter(), time.thread_time() - cpu_s))

    workers = [threading.Thread(target=work, args=(me,), daemon=True) for me in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(LIMIT_S)
    starts, ends, cpu = zip(*spans, strict=True)
    return {"elapsed_s": max(ends) - min(starts), "cpu_s": sum(cpu)}


def thread_counts(cores: int) -> list[int]:
    """Return 1, 2, 4 … up to the number of cores, but at least 1 and 2."""
    return [1, 2, *(2**power for power in range(2, 7) if 2**power <= cores)]


def measure() -> dict:
    """Return the times of all patterns, in rounds: each round runs every pattern and count."""
    counts = thread_counts(machine.usable_cores())
    times = {
        pattern.name: {str(count): {"elapsed_s": [], "cpu_s": []} for count in counts}
        for pattern in PATTERNS
    }
    for round_number in range(-1, ROUNDS):  # the first warms up, and is not counted
        for pattern in PATTERNS:
            for count in counts:
                took = run_once(pattern, count)
                if round_number >= 0:
                    for name, seconds in took.items():
                        times[pattern.name][str(count)][name].append(round(seconds, 6))
    return {"threads": counts, "patterns": times}


if __name__ == "__main__":
    print(json.dumps(measure()))
