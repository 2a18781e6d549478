"""Ask programs that hang where they do, from outside, and keep what the tools say.

    python -m lab.recorded.hang_tools PY-SPY python3.11 python3.14 python3.15

Run it in the folder notebooks/, on Linux, as somebody who may look into other processes. PY-SPY is
the command of that package. One program waits for an event, the other goes round in a loop.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from lab.sandbox import shorten_paths

RECORD = Path(__file__).parents[2] / "results" / "09-hang-tools.json"
WAITS = """import threading

def wait_for_an_answer():
    print("ready", flush=True)
    threading.Event().wait()

wait_for_an_answer()
"""
LOOPS = """import time

def wait_for_an_answer():
    print("ready", flush=True)
    while True:
        time.sleep(0.1)

wait_for_an_answer()
"""
PROGRAMS = {"waits for ever in one call": WAITS, "goes round in a loop": LOOPS}
PLACE = "wait_for_an_answer"
ABOUT = """
import sys
from lab import machine
print("{}.{}".format(*sys.version_info))
print(machine.provenance())
"""
OWN_PATH = re.compile(r"(?<=^Python v)(\S+) \(.*\)$", re.MULTILINE)
LIMIT_S = 5


def commands(python: str, version: tuple[int, ...], py_spy: str, pid: int) -> dict[str, list]:
    """Return the tools that can ask a program of this version, as command lines."""
    tools = {"py-spy dump --pid PID": [py_spy, "dump", "--pid", f"{pid}"]}
    if version >= (3, 14):
        tools["python -m pdb -p PID"] = [python, "-m", "pdb", "-p", f"{pid}"]
    if version >= (3, 15):
        dump = [python, "-m", "profiling.sampling", "dump", f"{pid}"]
        tools["python -m profiling.sampling dump PID"] = dump
    return tools


def answer(command: list[str], folder: str) -> str:
    """Return what a tool prints, or "" when it says nothing before the limit."""
    try:
        asked = subprocess.run(
            command,
            input="where\nquit\n",  # for the debugger
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
            cwd=folder,
        )
    except subprocess.TimeoutExpired:
        return ""
    said = shorten_paths(asked.stdout + asked.stderr, folder)
    return OWN_PATH.sub(r"\1", said)


def rows(python: str, version: tuple[int, ...], py_spy: str) -> Iterator[dict[str, str | bool]]:
    """Yield a row for each program and each tool."""
    with tempfile.TemporaryDirectory() as folder:
        for does, text in PROGRAMS.items():
            path = Path(folder, "program.py")
            path.write_text(text, encoding="utf-8")
            with subprocess.Popen([python, path], stdout=subprocess.PIPE, text=True) as hanging:
                try:
                    hanging.stdout.readline()  # it is ready
                    for tool, command in commands(python, version, py_spy, hanging.pid).items():
                        said = answer(command, folder).replace(python, "python")
                        said = said.replace(f"{hanging.pid}", "PID")
                        yield {"tool": tool, "program": does, "finds": PLACE in said, "said": said}
                finally:
                    hanging.kill()


def record(python: str, py_spy: str) -> dict:
    """Return what all tools say on one Python, with where and when it was."""
    asked = [python, "-c", ABOUT]
    told = subprocess.run(asked, capture_output=True, text=True, check=True, timeout=60).stdout
    version, provenance = told.splitlines()
    numbers = tuple(int(number) for number in version.split("."))
    return {
        "python": version,
        "provenance": provenance,
        "rows": list(rows(python, numbers, py_spy)),
    }


def recorded() -> list[dict]:
    """Return what was recorded, for each Python."""
    return json.loads(RECORD.read_text(encoding="utf-8"))


def table() -> list[dict[str, str]]:
    """Return a row for each tool: the Pythons it was tried on, and what it has found."""
    found = {}
    for python in recorded():
        for row in python["rows"]:
            told = found.setdefault(row["tool"], {"Tool": row["tool"], "Tried on": []})
            if python["python"] not in told["Tried on"]:
                told["Tried on"].append(python["python"])
            finds = "finds it" if row["finds"] else f"no answer in {LIMIT_S} s"
            told[f"The program {row['program']}"] = finds
    return [row | {"Tried on": ", ".join(row["Tried on"])} for row in found.values()]


if __name__ == "__main__":
    found = [record(python, sys.argv[1]) for python in sys.argv[2:]]
    RECORD.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
