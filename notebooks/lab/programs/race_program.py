"""Run the race of lab 06 on this interpreter, small, and describe it: one line of JSON.

    python3.13t -m lab.programs.race_program

A loop, two threads and two processes test the same four numbers. Two threads that hash need no
GIL: what they can have tells whether two cores were free.
"""

import json
import sysconfig
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import asdict
from functools import partial
from hashlib import pbkdf2_hmac

from lab import machine, measure, trace
from lab.records import Timeline
from lab.workloads import SMALL_CANDIDATES, prime_steps

ROUNDS = 5
NUMBERS = SMALL_CANDIDATES[:4]


def hashing_cores() -> float:
    """Return how many cores two threads get that compute without the GIL."""
    digest = partial(pbkdf2_hmac, "sha256", b"password", b"salt")
    return trace.run(partial(ThreadPoolExecutor, 2), digest, [60_000] * 2).cores_used


def about() -> dict:
    """Return what this interpreter is, and how it was made."""
    made_with = sysconfig.get_config_var("CONFIG_ARGS") or ""  # unknown on Windows
    return {
        "provenance": machine.provenance().to_dict(),
        "free_threaded": bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
        "gil_on": machine.gil_enabled(),
        "optimized": "--enable-optimizations" in made_with or "--with-lto" in made_with,
    }


def short(line: Timeline) -> dict:
    """Return a timeline as plain numbers, to a tenth of a millisecond."""
    whole = asdict(line)
    return json.loads(json.dumps(whole), parse_float=lambda text: round(float(text), 4))


def run() -> dict:
    """Return what the interpreter is, and how the race went."""
    before = hashing_cores()
    race = measure.race(
        {
            "loop": partial(trace.run, None, prime_steps, NUMBERS),
            "2 threads": partial(
                trace.run, partial(ThreadPoolExecutor, 2), prime_steps, NUMBERS, "2 threads"
            ),
            "2 processes": partial(
                trace.run, partial(ProcessPoolExecutor, 2), prime_steps, NUMBERS, "2 processes"
            ),
        },
        ROUNDS,
    )
    return {
        **about(),
        "contenders": {name: entry.to_dict() for name, entry in race.items()},
        "hashing_cores": [before, hashing_cores()],
        "timeline": short(race["2 threads"].last),
    }


if __name__ == "__main__":
    print(json.dumps(run()))
