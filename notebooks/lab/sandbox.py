"""Run a program in a child interpreter that can hang, crash or print for ever without harm.

    outcome = sandbox.run("print('hello')", limit_s=3)
    print(outcome)

The program gets a time limit and an empty folder. When it has ended, or at the limit, everything
that it started is ended too, and its folder is removed, even if this process is interrupted or
killed meanwhile: `lab.keeper` sees to that. What cannot be caught on which system is said in
`lab.keeper.process_tree`. The sandbox protects from mistakes, not from malice: the program has the
rights of whoever runs it, and its memory is not limited.
"""

import contextlib
import json
import math
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from lab.keeper.descendants import below

HERE = str(Path(__file__).parents[1])
KEEPER = "import sys; sys.path.append({path!r}); from lab.keeper import main; main()"
LIBRARY = re.compile(r'(?:(?<=")[^"\n]*?|[^\s"(]*?)[/\\](?:lib[/\\]python3\.\d+t?|Lib)(?=[/\\])')


@dataclass(frozen=True)
class Outcome:
    """What a program printed, and how it ended. Texts are long at most as a few screens."""

    output: str
    error: str
    exit_code: int | None  # None: it was stopped; below 0: minus the number of a signal
    stopped: bool
    seconds: float
    never_printed: str = ""  # the word that was waited for, to send a Ctrl-C, and never came

    @property
    def succeeded(self) -> bool:
        """Whether it ended by itself, and well."""
        return self.exit_code == 0

    @property
    def last_line(self) -> str:
        """The last line of the error that is not empty, or else of the output."""
        lines = self.error.split("\n") if self.error.strip() else self.output.split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "")

    def says(self, text: str) -> bool:
        """Return whether a text occurs in the output or in the error."""
        return text in self.output or text in self.error

    def __str__(self) -> str:
        """Return all that was printed, and how the program ended."""
        parts = [part.rstrip("\n") for part in (self.output, self.error) if part.strip()]
        never = f"; it never printed {self.never_printed!r}, so it got no Ctrl-C"
        never = never if self.never_printed else ""
        return "\n".join([*parts, f"[{self._ending()} {self.seconds:.1f} s{never}]"])

    def _ending(self) -> str:
        if self.stopped:
            return "still running: stopped after"
        if self.exit_code < 0:
            return f"ended by {signal.strsignal(-self.exit_code)!r} after"
        return f"exit code {self.exit_code} after"


def run(
    program: str, limit_s: float = 10.0, python: str | None = None, interrupt_when: str = ""
) -> Outcome:
    """Run a text as the main program `program.py`, and return what became of it.

    `python` is the interpreter, this one if None. The limit counts from the start of the program.
    As at a terminal, what it prints is there at once, however it ends. As soon as it has printed
    the text `interrupt_when`, it gets a Ctrl-C, once, perhaps before its `print` has returned.
    Python may miss it for as long as it then waits in one call: let it wait in short steps.

    Raises ValueError for a limit that is not above zero, FileNotFoundError when there is no such
    interpreter, and OSError when the program could not be run. Safe from several threads at once.
    On Windows, a KeyboardInterrupt comes only when the program has ended.
    """
    if math.isnan(limit_s) or limit_s <= 0:
        raise ValueError(f"the time limit must be above zero seconds, not {limit_s}")
    request = {
        "program": program,
        "limit_s": min(limit_s, threading.TIMEOUT_MAX),
        "python": _interpreter(python or sys.executable),
        "path": HERE,
        "interrupt_when": interrupt_when,
    }
    answer = _ask_keeper(json.dumps(request) + "\n")
    folder = answer.pop("folder")
    for name in ("output", "error"):
        answer[name] = shorten_paths(answer[name], folder)
    return Outcome(**answer)


def _interpreter(name: str) -> str:
    """Return the path of an interpreter, or raise FileNotFoundError."""
    found = shutil.which(name)
    if not found:
        raise FileNotFoundError(f"there is no Python interpreter {name!r}")
    return found


def _ask_keeper(request: str) -> dict:
    """Start a keeper, hand it the request, and wait for its answer.

    Its standard input stays open as long as we wait: that it closes is how the keeper learns
    that nobody waits any more.
    """
    start_s = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", KEEPER.format(path=HERE)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,  # Ctrl-C in a terminal is for us, not for the keeper
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as keeper:
        try:
            keeper.stdin.write(request.encode())
            keeper.stdin.flush()
            begun, answer = keeper.stdout.readline().decode(), keeper.stdout.read().decode()
        finally:
            with contextlib.suppress(BrokenPipeError):
                keeper.stdin.close()
    if keeper.returncode < 0 and begun.startswith("{"):
        return _end_orphans(**json.loads(begun)) | {"seconds": time.monotonic() - start_s}
    if keeper.returncode:
        raise OSError(f"the program could not be run: {begun}{answer}")
    return json.loads(answer)


def _end_orphans(pid: int, folder: str) -> dict:
    """End a program that has killed its keeper, and all below it; return the answer about it.

    What has left both its parent and the program's process group gets away.
    """
    for end, victim in (*((os.kill, child) for child in below(pid)), (os.killpg, pid)):
        with contextlib.suppress(OSError):
            end(victim, signal.SIGKILL)
    limit_s = time.monotonic() + 2
    with contextlib.suppress(OSError):
        while time.monotonic() < limit_s:
            os.killpg(pid, 0)  # raises when nobody is left
            time.sleep(0.01)
    shutil.rmtree(folder, ignore_errors=True)
    told = "this program has killed the process that watches over it, and was ended"
    ending = {"exit_code": -signal.SIGKILL, "stopped": False, "folder": folder}
    return {"output": "", "error": told, **ending}


def shorten_paths(text: str, folder: str) -> str:
    """Return a text with no folder before `program.py`, `lab/web.py` and `…/threading.py`."""
    for prefix in (folder, HERE):
        for separator in ("/", "\\"):
            text = text.replace(prefix + separator, "")
    return LIBRARY.sub("…", text)
