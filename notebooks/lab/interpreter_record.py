"""Run the programs of lab 11 on Pythons that have interpreters, and keep the record for the others.

    python -m lab.interpreter_record python3.14 python3.15

writes results/11-interpreters.json. Run it in the folder notebooks/, with the environment of the
labs, on a quiet machine; it takes about half a minute for each Python. Those should have NumPy,
PyYAML and psutil, for the lab asks whether they load.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from lab import machine, pythons, sandbox
from lab.newer import LIMIT_S, MEASURING, RECORD
from lab.recorded.failure_programs import digest_of, programs

LAB = Path(__file__).parents[1] / "11-interpreters.ipynb"
MEASUREMENTS = ("race", "prices", "message")
POOLS = ("InterpreterPoolExecutor", "ProcessPoolExecutor")  # one program of the lab is for both


def texts() -> list[str]:
    """Return all programs of the lab: each `%%sandbox`, and the crash with either pool."""
    cells = json.loads(LAB.read_text(encoding="utf-8"))["cells"]
    (crash,) = [text for cell in cells if (text := "".join(cell["source"])).startswith("CRASH = ")]
    crash = crash.split('"""')[1]
    found = [program.text for program in programs(LAB)]
    return found + [crash.replace("POOL", pool) for pool in POOLS]


def ending(text: str, python: str) -> dict:
    """Run a program, and return the fields of its outcome."""
    outcome = sandbox.run(text, LIMIT_S, python)
    fields = asdict(outcome)
    return fields | {"seconds": round(outcome.seconds, 2), "pieces": [*map(list, outcome.pieces)]}


def describe(path: str) -> dict:
    """Return what lab 11 finds on an interpreter; raise Problem if it gives no answer."""
    python = pythons.ask(path)
    measured = {
        what: pythons.run(python, MEASURING, what, limit_s=LIMIT_S) for what in MEASUREMENTS
    }
    return {
        "python": python.name,
        "provenance": str(machine.Provenance(**measured["race"]["provenance"])),
        "programs": {digest_of(text): ending(text, path) for text in texts()},
        "measured": measured,
    }


if __name__ == "__main__":
    found = [describe(path) for path in sys.argv[1:]]
    text = json.dumps({"pythons": found}, indent=1, ensure_ascii=False) + "\n"
    RECORD.write_text(text, encoding="utf-8")
