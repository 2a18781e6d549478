"""Run a program in a child interpreter that can hang, crash or print for ever without harm.

    outcome = sandbox.run("print('hello')", limit_s=3)
    print(outcome)

The program gets a time limit and an empty folder. When it has ended, or at the limit, everything
that it started is ended too, and its folder is removed, even if this process is interrupted or
killed meanwhile: `lab.keeper` sees to that. What cannot be caught on which system is said in
`lab.keeper.process_tree`. The sandbox protects from mistakes, not from malice: the program has the
rights of whoever runs it, and its memory is not limited.
"""

import math
import re
import shutil
import sys
import threading

from lab.keeper.ask import HERE, ask_keeper
from lab.keeper.outcome import Outcome

LIBRARY = re.compile(r'(?:(?<=")[^"\n]*?|[^\s"(]*?)[/\\](?:lib[/\\]python3\.\d+t?|Lib)(?=[/\\])')
BINARY = re.compile(r'(?<=Binary file ")[^"\n]*[/\\]')  # in a dump of C frames, since 3.14


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
    answer = ask_keeper(request)
    folder, _ = answer.pop("folder"), answer.pop("pid")
    pieces = [(error, shorten_paths(text, folder)) for error, text in answer.pop("pieces")]
    output, error = ("".join(t for e, t in pieces if e == which) for which in (False, True))
    return Outcome(output, error, pieces=tuple(pieces), **answer)


def _interpreter(name: str) -> str:
    """Return the path of an interpreter, or raise FileNotFoundError."""
    found = shutil.which(name)
    if not found:
        raise FileNotFoundError(f"there is no Python interpreter {name!r}")
    return found


def shorten_paths(text: str, folder: str) -> str:
    """Return a text with no folder before `program.py`, `lab/web.py` and `…/threading.py`."""
    for prefix in (folder, HERE):
        for separator in ("/", "\\"):
            text = text.replace(prefix + separator, "")
    return BINARY.sub("…/", LIBRARY.sub("…", text))
