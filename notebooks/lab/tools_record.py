"""Look into one program with each of several tools, and keep the record of what they show.

    python -m lab.tools_record results/14-tools.json python3.14 python3.15 PYTHON

runs them in the folder notebooks/, and needs a Python 3.14, a 3.15, and one in which py-spy and
viztracer are installed. The program is `lab/recorded/busy_pool.py`.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from lab import machine
from lab.sandbox import shorten_paths
from lab.tools_shown import cleaned, summary

NOTEBOOKS = Path(__file__).resolve().parents[1]
PROGRAM = str(NOTEBOOKS / "lab" / "recorded" / "busy_pool.py")
RECORD = NOTEBOOKS / "results" / "14-tools.json"
LIMIT_S = 120


@dataclass(frozen=True)
class Tool:
    """A way to look into the program: it starts it ({program}), or attaches to it ({pid})."""

    name: str
    python: str  # "3.14", "3.15", or "other", which has the packages
    command: str
    kind: str = "threads"
    types: str = ""  # what is typed


TOOLS = (
    Tool("faulthandler", "3.15", "python {program} threads dump"),
    Tool("pdb", "3.14", "python -m pdb -p {pid}", types="where\nquit\n"),
    Tool("asyncio pstree", "3.14", "python -m asyncio pstree {pid}", "asyncio"),
    Tool(
        "sampling profiler: who has the GIL",
        "3.15",
        "python -m profiling.sampling run -a --mode gil --collapsed -o gil.txt {program} threads",
    ),
    Tool(
        "sampling profiler: all processes",
        "3.15",
        "python -m profiling.sampling run --subprocesses --gecko -o all.json {program} processes",
    ),
    Tool("py-spy", "other", "py-spy dump --pid {pid}"),
    Tool("viztracer", "other", "viztracer --min_duration 1ms -o trace.json {program} threads"),
)


def look(tool: Tool, python: str) -> dict:
    """Return what a tool shows, with the versions and the command."""
    with tempfile.TemporaryDirectory() as folder:
        if "{pid}" in tool.command:
            printed = attached(tool, python, folder)
        else:
            printed = run(tool.command.format(program=PROGRAM), python, folder)
        shown = summary(Path(folder)) or shorten_paths(printed, folder)
    return {
        "tool": tool.name,
        "version": version(tool, python),
        "command": tool.command.format(program="busy_pool.py", pid="PID"),
        "shown": cleaned(shown),
    }


def settled(command: str, python: str) -> list[str]:
    """Return a command whose first word is found beside the interpreter."""
    first, *rest = command.split()
    beside = python if first == "python" else str(Path(python).with_name(first))
    return [beside, *rest]


def run(command: str, python: str, folder: str, types: str = "") -> str:
    """Run a command in a folder, and return all that it prints."""
    return subprocess.run(
        settled(command, python),
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(NOTEBOOKS), "PYTHON_COLORS": "0", "COLUMNS": "100"},
        input=types,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=LIMIT_S,
    ).stdout


def attached(tool: Tool, python: str, folder: str) -> str:
    """Start the program, run a tool that attaches to it, and end the program."""
    environment = os.environ | {"PYTHONPATH": str(NOTEBOOKS)}
    command = [python, PROGRAM, tool.kind]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as program:
        try:
            program.stdout.readline()  # it says when it has begun
            time.sleep(0.7)
            return run(tool.command.format(pid=program.pid), python, folder, tool.types)
        finally:
            program.kill()


def version(tool: Tool, python: str) -> str:
    """Return the version of the interpreter, and of the package that the tool comes from."""
    code = (
        "import platform, importlib.metadata as m\n"
        "print('Python', platform.python_version())\n"
        f"print({tool.name!r}, m.version({tool.name!r}))"
    )
    told = subprocess.run([python, "-c", code], capture_output=True, text=True, timeout=LIMIT_S)
    return ", ".join(told.stdout.split("\n")[:-1])


def recorded() -> dict:
    """Return the record: where and when it was made, and a row for each tool."""
    return json.loads(RECORD.read_text(encoding="utf-8"))


def main(path: str, newer: str, newest: str, other: str) -> None:
    """Run every tool, and write the record."""
    pythons = {"3.14": newer, "3.15": newest, "other": other}
    rows = [look(tool, pythons[tool.python]) for tool in TOOLS]
    record = {"provenance": str(machine.provenance()), "tools": rows}
    text = json.dumps(record, indent=1, ensure_ascii=False) + "\n"
    Path(path).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
