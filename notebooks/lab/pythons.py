"""Find the Pythons on this computer, and run a program of ours in one of them.

    found = pythons.find()
    free = found.newest(lambda python: not python.gil_on)  # None if there is no such Python
    answer = pythons.run(free, "lab.programs.race_program", limit_s=30)

Where LAB_PYTHONS names interpreters, divided as in PATH, only those and this one are looked at;
where it is empty, this one alone. Every question and every program runs in a sandbox, and so has a
time limit and leaves nothing behind. Settings such as PYTHON_GIL do not get there.
"""

import json
import os
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from lab import sandbox
from lab.setup.whereabouts import candidates

OLDEST = (3, 11)
NOT_FOUND = 127  # says a shell, such as the one that runs the scripts of pyenv
# It has to run on any Python, however old, for its answer to say so.
QUESTION = """
import json, platform, sys, sysconfig
print(json.dumps({
    "executable": sys.executable,
    "base": getattr(sys, "_base_executable", None) or sys.executable,
    "implementation": platform.python_implementation(),
    "version": platform.python_version(),
    "numbers": list(sys.version_info[:2]),
    "free_threaded": bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
    "gil_on": getattr(sys, "_is_gil_enabled", lambda: True)(),
}))
"""
# The program is a child of the sandbox's, so that it is run as `python -m` and may get options.
PROGRAM = """
import subprocess, sys
with open({answer!r}, "wb") as file:
    sys.exit(subprocess.call([sys.executable, *{words!r}], stdout=file))
"""


class Problem(Exception):
    """Why an interpreter, or a program in it, gave no answer; the text is a sentence."""


@dataclass(frozen=True)
class Python:
    """An interpreter, as it describes itself."""

    executable: str
    base: str  # the interpreter that its environment, if it is in one, was made from
    implementation: str
    version: str
    numbers: tuple[int, int]
    free_threaded: bool  # built so that it can do without a GIL
    gil_on: bool  # when it starts, and nobody says otherwise

    @property
    def name(self) -> str:
        """A short name, such as "3.14" or "3.14t"; other implementations say who they are."""
        other = "" if self.implementation == "CPython" else f"{self.implementation} "
        return f"{other}{self.numbers[0]}.{self.numbers[1]}{'t' * self.free_threaded}"


@dataclass(frozen=True)
class Found:
    """The Pythons that can run our programs, this one first; and who cannot, and why."""

    pythons: tuple[Python, ...]
    refused: dict[str, str]

    def newest(self, suits: Callable[[Python], bool]) -> Python | None:
        """Return the newest that suits, the first of equals; None if none does."""
        return max(filter(suits, self.pythons), key=lambda python: python.numbers, default=None)


def find(limit_s: float = 10.0) -> Found:
    """Ask all that might be a Python, each for at most `limit_s` seconds."""
    paths = list(dict.fromkeys([sys.executable, *candidates()]))
    with ThreadPoolExecutor(max_workers=4) as pool:
        answers = list(pool.map(partial(_ask_or_say_why, limit_s=limit_s), paths))
    different = {}
    for python in answers:
        if isinstance(python, Python):
            different.setdefault(os.path.realpath(python.base), python)
    problems = zip(paths, answers, strict=True)
    refused = {path: str(it) for path, it in problems if isinstance(it, Problem)}
    return Found(tuple(different.values()), refused)


def _ask_or_say_why(path: str, limit_s: float) -> Python | Problem:
    try:
        return ask(path, limit_s)
    except Problem as problem:
        return problem


def ask(path: str, limit_s: float = 10.0) -> Python:
    """Ask an interpreter what it is; raise Problem if it gives no answer, or is too old."""
    told = _run_in_sandbox(path, QUESTION, limit_s).output
    try:
        facts = json.loads(told.strip().rpartition("\n")[2])
        python = Python(**facts | {"numbers": tuple(facts["numbers"])})
    except (ValueError, TypeError, KeyError):
        raise Problem(f"{path} does not answer as a Python would: {told.strip()[:80]!r}") from None
    if python.numbers < OLDEST:
        raise Problem(f"{path} is Python {python.version}, and the labs need 3.11 or newer")
    return python


def run(
    python: Python | str, module: str, *arguments: str, limit_s: float, options: tuple = ()
) -> object:
    """Run `python -m module` with these arguments, and return what it prints, read as JSON.

    `options` are the interpreter's own, such as ("-X", "gil=1"). Raises Problem.
    """
    path = python if isinstance(python, str) else python.executable
    with tempfile.TemporaryDirectory(prefix="lab-") as folder:
        answer = Path(folder, "answer.json")
        words = [*options, "-m", module, *arguments]
        _run_in_sandbox(path, PROGRAM.format(answer=str(answer), words=words), limit_s)
        text = answer.read_text(encoding="utf-8", errors="replace")
    try:
        return json.loads(text)
    except ValueError:
        raise Problem(f"{module} in {path} printed no JSON: {text.strip()[:80]!r}") from None


def _run_in_sandbox(path: str, program: str, limit_s: float) -> sandbox.Outcome:
    """Run a program to its good end, or raise Problem."""
    if os.path.dirname(path):
        path = os.path.abspath(path)  # the sandbox has a folder of its own
    try:
        outcome = sandbox.run(program, limit_s, python=path)
    except FileNotFoundError:
        raise Problem(f"there is no interpreter {path}") from None
    except OSError as error:
        raise Problem(f"{path} does not start: {str(error).strip()[-200:]}") from error
    if outcome.stopped:
        raise Problem(f"{path} had no answer after {limit_s:g} s, and was stopped")
    if not outcome.succeeded:
        first_line = outcome.error.strip().partition("\n")[0]
        told = first_line if outcome.exit_code == NOT_FOUND else outcome.last_line
        raise Problem(f"{path} ended with exit code {outcome.exit_code}: {told}")
    return outcome
