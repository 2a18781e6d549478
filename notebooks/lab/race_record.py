"""Run the race of lab 06, and what lab 10 measures, on every Python found, and keep the record.

    python -m lab.race_record [MACHINE]

writes results/MACHINE-PYTHON.json for each, such as linux-x86_64-2-cores-3.13t.json. It needs no
package, but NumPy's row needs NumPy. Close other programs first: it takes half a minute a Python.
"""

import json
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from lab import machine, pythons
from lab.pythons import Problem, Python

RESULTS = Path(__file__).parents[1] / "results"
RACE, SHARING, BREAKING, ONE_THREAD, BLAS, SHAPE = (
    f"lab.programs.{name}_program"
    for name in ("race", "sharing", "breaking", "one_thread", "blas", "shape")
)
ROUNDS, LIMIT_S = 5, 120.0
GIL_ON = ("-X", "gil=1")
FIELDS = {  # of a record, and what each is
    "machine": str,
    "run": str,  # when `make record` began: what ran side by side has the same
    "python": str,
    "race": dict,
    "sharing": dict,
    "breaking": dict,  # how often each went wrong
    "blas": dict,  # by how many threads NumPy's library may use: "1", and "2" or more
    "one_thread": dict,  # the CPU times of each kind of work, a number a round
    "one_thread_gil_on": dict,  # the same, where -X gil=1 switches the GIL on; else empty
    "shape": dict,  # when each of two threads was running, with the job of lab 06
}
NEW_FIELDS = {"shape"}  # older records do not have them


def machine_name() -> str:
    """Return a name that says what this machine is, and not whose."""
    cores = machine.usable_cores()
    system = {"Darwin": "macos"}.get(platform.system(), platform.system().lower())
    return f"{system}-{platform.machine().lower()}-{cores}-core{'s' * (cores > 1)}"


def measure(python: Python) -> dict:
    """Run the programs that run alone on one interpreter; raise Problem if one gives no answer."""
    blas_threads = ("1", str(max(2, machine.usable_cores())))
    return {
        "race": pythons.run(python, RACE, limit_s=LIMIT_S),
        "sharing": pythons.run(python, SHARING, limit_s=LIMIT_S),
        "breaking": pythons.run(python, BREAKING, limit_s=LIMIT_S),
        "shape": pythons.run(python, SHAPE, limit_s=LIMIT_S),
        "blas": {n: pythons.run(python, BLAS, n, limit_s=LIMIT_S) for n in blas_threads},
    }


def one_thread(found: list[Python], rounds: int = ROUNDS) -> dict[str, dict[str, list[float]]]:
    """Return the CPU times of one thread by name, such as "3.13t" and "3.13t, GIL on".

    The interpreters take turns, so that a busy moment of the machine hits all of them.
    """
    contenders = {python.name: (python, ()) for python in found}
    for python in found:
        if python.free_threaded:
            contenders[f"{python.name}, GIL on"] = (python, GIL_ON)
    times: dict[str, dict[str, list[float]]] = {name: {} for name in contenders}
    for _ in range(rounds):
        for name, (python, options) in contenders.items():
            took = pythons.run(python, ONE_THREAD, limit_s=LIMIT_S, options=options)
            for kind, cpu_s in took.items():
                times[name].setdefault(kind, []).append(cpu_s)
    return times


def records() -> list[dict]:
    """Return all that was recorded, by machine and Python."""
    paths = sorted(RESULTS.glob("*-core*.json"))
    return [json.loads(path.read_text(encoding="utf-8")) for path in paths]


def recorded_free() -> dict:
    """Return the record of the newest Python without a GIL."""
    free = [record for record in records() if not record["race"]["gil_on"]]
    return max(free, key=lambda record: (numbers_of(record), record["run"]))


def beside(record: dict) -> dict | None:
    """Return the record of the same run, and of the same version, but with a GIL; or None."""
    run = record["machine"], record["run"]
    same_run = [it for it in records() if (it["machine"], it["run"]) == run]
    name = record["python"].rstrip("t")
    return next((it for it in same_run if it["python"] == name), None)


def numbers_of(record: dict) -> tuple[int, ...]:
    """Return the version of a record, as numbers that can be compared."""
    version = record["python"].rpartition(" ")[2].rstrip("t")
    return tuple(map(int, version.split(".")))


def write(record: dict) -> Path:
    """Keep a record; its numbers stand on few lines."""
    python = record["python"].replace(" ", "-").lower()
    path = RESULTS / f"{record['machine']}-{python}.json"
    lines = [
        f" {json.dumps(name)}: {json.dumps(record[name])}" for name in FIELDS if name in record
    ]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8", newline="\n")
    return path


def measured(found: list[Python]) -> dict[Python, dict]:
    """Measure each interpreter alone, and say which gave no answer."""
    answers = {}
    for python in found:
        try:
            answers[python] = measure(python)
            print(f"{python.name:6} measured", flush=True)
        except Problem as problem:
            print(f"left out: {problem}", flush=True)
    return answers


def main(name: str) -> int:
    """Record on every interpreter found; return 1 if one of them gave no answer."""
    run, found = datetime.now(UTC).isoformat(timespec="minutes"), pythons.find()
    for why in found.refused.values():
        print(f"left out: {why}")
    chosen = list({python.name: python for python in reversed(found.pythons)}.values())[::-1]
    alone = measured(chosen)
    times = one_thread(list(alone))
    for python, programs in alone.items():
        record = {"machine": name, "run": run, "python": python.name, **programs}
        record["one_thread"] = times[python.name]
        record["one_thread_gil_on"] = times.get(f"{python.name}, GIL on", {})
        print(f"{python.name:6} kept in results/{write(record).name}")
    return int(len(alone) < len(chosen))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:] or [machine_name()]))
