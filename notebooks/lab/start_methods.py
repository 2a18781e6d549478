"""Find out by trying how each start method begins a process, and keep the record.

    python3.14 -m lab.start_methods results/08-start-methods.json

adds what this interpreter does to the file, or renews it. Run it in the folder notebooks/.
"""

import json
import multiprocessing
import os
import platform
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from lab import machine, measure, travel

# Each run of the file leaves a line behind; its processes import it again, or do not.
PROGRAM = """
import multiprocessing, os, sys
with open(os.environ["LAB_NOTES"], "a") as notes:
    notes.write(__name__ + "\\n")
if __name__ == "__main__":
    context = multiprocessing.get_context(sys.argv[1])
    for _ in range(2):
        process = context.Process(target=abs, args=(1,))
        process.start()
        process.join(20)
"""


def run_program(source: str, *arguments: str, limit_s: float = 30.0) -> tuple[int, str]:
    """Run a program in a child interpreter; return its exit code and all that it printed.

    It stands in a file, as programs do, and can import `lab`. What its own processes print is
    included, and so is what it notes in the file that the variable LAB_NOTES names. Raises
    subprocess.TimeoutExpired after `limit_s` seconds.
    """
    with tempfile.TemporaryDirectory() as folder:
        program, notes = Path(folder, "program.py"), Path(folder, "notes.txt")
        program.write_text(source, encoding="utf-8")
        ours = {
            "PYTHONPATH": str(Path(__file__).parent.parent),
            "LAB_NOTES": str(notes),
            "PYTHON_COLORS": "0",  # since 3.13; a notebook's kernel asks for colours
        }
        output = subprocess.run(
            [sys.executable, str(program), *arguments],
            env={**os.environ, **ours},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            timeout=limit_s,
            check=False,
        )
        noted = notes.read_text(encoding="utf-8") if notes.exists() else ""
        return output.returncode, output.stdout + noted


def describe(method: str) -> dict:
    """Return what a process sees that is started by `method`, and what its start takes.

    Changes `travel.NOTE` and holds `travel.LOCK` meanwhile: not for several threads at once.
    """
    context, note_before = multiprocessing.get_context(method), travel.NOTE
    with travel.LOCK:
        travel.NOTE = "changed"
        try:
            seen = travel.ask_process(context, travel.look_around)
        finally:
            travel.NOTE = note_before
    start = measure.time_per_call_s(partial(travel.ask_process, context, abs, 1), calls=1)
    _, lines = run_program(PROGRAM, method)
    return {
        "method": method,
        "default": method == machine.default_start_method(),
        **seen,
        "imports_of_main": lines.split().count("__mp_main__"),
        "start_ms": round(1000 * start.median_s, 2),
        "fastest_ms": round(1000 * start.fastest_s, 2),
        "slowest_ms": round(1000 * start.slowest_s, 2),
    }


def describe_all() -> dict:
    """Return what `describe` finds for every method of this machine, and where that was."""
    here = machine.provenance()
    return {
        "python": here.python,
        "system": platform.system(),
        "provenance": str(here),
        "rows": [describe(method) for method in multiprocessing.get_all_start_methods()],
    }


def main(path: Path) -> None:
    """Put this interpreter's description into the file, in place of an older one of its kind."""
    new = describe_all()
    old = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    records = {(each["system"], each["python"]): each for each in [*old, new]}
    in_order = [records[key] for key in sorted(records)]
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(in_order, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
