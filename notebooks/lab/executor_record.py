"""Find out what changes when only the import line of an executor does, and keep the record.

    python -m lab.executor_record PYTHON [EXECUTOR …]

tries each behaviour on each executor that is installed for that Python, each in a process of its
own with a time limit, and writes results/13-executors.json. What is recorded is not tried again,
unless an executor is named: then all of it is. Run it in the folder notebooks/, with the folder of
PYTHON first on the PATH, where parsl and MPI look for their programs. It takes many minutes.
"""

import json
import sys
from pathlib import Path

from lab import sandbox
from lab.recorded import executor_ends as ends
from lab.recorded import executor_trials as trials
from lab.recorded.executors import EXECUTORS

RECORD = Path(__file__).parents[1] / "results" / "13-executors.json"
JUDGE = "processes"
COMPARED = [name for name in EXECUTORS if name != JUDGE]
LIMIT_S = 60.0

# What is tried, in a reader's words.
BEHAVIOURS = {
    "submit(pow, 2, 5)": trials.positional,
    "submit(abs, -3)": trials.one_argument,
    'submit(int, "ff", base=16)': trials.keyword,
    "the same call twice runs twice": trials.twice,
    "a function of the main program": ends.function_of_main,
    "a lambda": ends.a_lambda,
    "it is an Executor": trials.is_executor,
    "submit gives a Future of the standard library": trials.is_future,
    "map gives results in the order of the inputs": trials.map_order,
    "map stops at the shortest input": trials.map_shortest,
    "map over a generator": trials.map_generator,
    "map(chunksize=2)": trials.map_chunksize,
    "map(timeout=0.2) on a long call": trials.map_timeout,
    "map(buffersize=2) reads no more than it needs": trials.map_buffersize,
    "what a failed call raises": trials.error_type,
    "its traceback leads to the task's line": trials.error_trace,
    "an exception that cannot be unpickled": trials.error_strange,
    "as_completed": trials.as_completed,
    "wait(FIRST_COMPLETED)": trials.wait_first,
    "add_done_callback": trials.callback,
    "result(timeout=0.2) on a long call": trials.result_timeout,
    "running() is true while a call runs": ends.running,
    "cancel() on a queued call: it never runs": ends.cancel_queued,
    "result() of a cancelled call": ends.cancelled_raises,
    "cancel() on a running call": ends.cancel_running,
    "shutdown(cancel_futures=True)": ends.shutdown_cancel,
    "submit after shutdown": ends.after_shutdown,
    "the end of the with waits for a running call": ends.with_waits,
    "initializer": ends.initializer,
    "initializer and task of the main program": ends.initializer_of_main,
    "a call that ends its worker": ends.dead_worker,
    "the next call after that": ends.after_a_death,
}

PROGRAM = """
from lab.recorded.{module} import {trial}
from lab.recorded.executors import EXECUTORS

note = None

def prepare(value):
    global note
    note = value

def prepared():
    return note

def double(number):
    return 2 * number

if __name__ == "__main__":
    try:
        said = {trial}(EXECUTORS[{executor!r}][1])
    except BaseException as error:
        said = "raises " + type(error).__name__
    print("SAID", said, flush=True)
"""
ABOUT = """
import json, sys
from importlib.metadata import PackageNotFoundError, version
from lab import machine
from lab.recorded.executors import EXECUTORS
found = {}
for name, (package, make) in EXECUTORS.items():
    try:
        found[name] = package and package + " " + version(package)
    except PackageNotFoundError:
        pass
print(json.dumps({"provenance": str(machine.provenance()), "packages": found}))
"""


def read() -> dict:
    """Return the record: `provenance`, `packages`, and `outcomes` by executor and behaviour."""
    return json.loads(RECORD.read_text(encoding="utf-8"))


def rows(record: dict) -> list[dict[str, str]]:
    """Return a row for each behaviour: what Python's processes do, and who the "same" or what."""
    outcomes, found = record["outcomes"], []
    for text, wanted in outcomes[JUDGE].items():
        row = {"behaviour": text, JUDGE: wanted}
        for name in COMPARED:
            outcome = outcomes.get(name, {}).get(text, "not run")
            row[name] = "same" if outcome == wanted else outcome
        found.append(row)
    return found


def happened(outcome: sandbox.Outcome) -> str:
    """Say in a few words what became of a trial's program."""
    said = [line[5:] for line in outcome.output.splitlines() if line.startswith("SAID ")]
    if said and outcome.stopped:
        return f"{said[0]}, and the program does not end"
    if said:
        return said[0]
    return "does not end" if outcome.stopped else "ends the program"


def tried(python: str, executor: str, known: dict[str, str]) -> dict[str, str]:
    """Return for each behaviour what an executor does; what is known is not tried."""
    found = {}
    for text, trial in BEHAVIOURS.items():
        module = trial.__module__.rpartition(".")[2]
        names = {"module": module, "trial": trial.__name__, "executor": executor}
        program = PROGRAM.format(**names)
        found[text] = known.get(text) or happened(sandbox.run(program, LIMIT_S, python))
        print(f"{executor:14} {text:48} {found[text]}", flush=True)
    return found


def main(python: str, *anew: str) -> None:
    """Try what the record lacks of the executors that the Python has, and all of those named."""
    about = json.loads(sandbox.run(ABOUT, limit_s=60, python=python).output)
    outcomes = read()["outcomes"] if RECORD.exists() else {}
    for executor in about["packages"]:
        known = {} if executor in anew else outcomes.get(executor, {})
        outcomes[executor] = tried(python, executor, known)
        record = about | {"outcomes": outcomes}
        RECORD.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
