"""Find out by trying how each start method begins a process, and keep the record.

    python3.14 -m lab.start_methods results/08-start-methods.json

adds what this interpreter does to the file, or renews it. Run it in the folder notebooks/.
"""

import json
import multiprocessing
import platform
import sys
from functools import partial
from pathlib import Path

from lab import machine, measure, sandbox, travel

# Each run of the file says its name; the processes import it again, or do not.
PROGRAM = """
import multiprocessing
print(__name__, flush=True)
if __name__ == "__main__":
    context = multiprocessing.get_context({method!r})
    for _ in range(2):
        process = context.Process(target=abs, args=(1,))
        process.start()
        process.join(20)
"""


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
    program = sandbox.run(PROGRAM.format(method=method), limit_s=60)
    return {
        "method": method,
        "default": method == machine.default_start_method(),
        **seen,
        "imports_of_main": program.output.split().count("__mp_main__"),
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
