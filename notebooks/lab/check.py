"""Check a learner's answer, and say what is wrong with it, not only that it is wrong."""

import concurrent.futures
import ctypes
import multiprocessing
import threading
import time
import traceback
from collections.abc import Callable

from IPython.core.getipython import get_ipython

from lab import progress

solved: dict[str, bool] = {}

SETTLE_S = 0.5  # an answer's threads and processes may take as long to end
_MODULES = (concurrent.futures, threading, time)
_AS_IMPORTED = {module: dict(vars(module)) for module in _MODULES}
_last_cells: list = []  # the outcome of the last cell that was no check


def _note_cell(result: object) -> None:
    """Remember how the last cell with an answer ended; IPython calls this after each cell."""
    if result.info is not None and "check(" not in str(result.info.raw_cell):
        _last_cells[:] = [result]


if shell := get_ipython():
    shell.events.register("post_run_cell", _note_cell)


class _TooLong(BaseException):
    """Raised inside an answer that goes on and on, to end it."""


def check(exercise: str, examine: Callable[[], None], limit_s: float = 5.0) -> None:
    """Run `examine`, print a verdict, and note in `solved` whether the exercise is solved.

    What is solved is also recorded for `lab.progress`, on this computer alone.

    `examine` uses the learner's answer and asserts what it should do; the assertion's message
    is the hint that is shown. An answer that takes longer than `limit_s` seconds is stopped, and
    so it is by Ctrl-C (as far as Python can: a call that never comes back is left behind in a
    daemon thread). Never raises what the answer raises. Raises ValueError if `limit_s` is not
    above zero.
    """
    if limit_s <= 0:
        raise ValueError(f"the time limit must be above zero, not {limit_s}")
    hint = _why_not_judged() or _tried(examine, limit_s)
    solved[exercise] = not hint
    mark = ("○ " if hint else "● ") if hasattr(shell, "kernel") else ""  # a terminal may lack them
    if hint:
        print(f"{mark}{exercise}: not yet: {hint}")
        return
    print(f"{mark}{exercise}: solved, well done.")
    if told := progress.remember(exercise):
        print(told)


def _why_not_judged() -> str:
    """Return why no verdict would be worth anything now, or ""."""
    if not __debug__:
        return "this Python leaves out every `assert` (PYTHONOPTIMIZE or -O): start it without."
    for cell in _last_cells:
        if error := cell.error_before_exec or cell.error_in_exec:  # what it defines is of before
            return f"the cell that you ran last ended with {_text_of(error)}: mend that first."
    for module in _MODULES:
        for name, value in _AS_IMPORTED[module].items():
            if callable(value) and vars(module).get(name) is not value:
                return f"your code has replaced {module.__name__}.{name} for everybody; restart."
    return ""


def _tried(examine: Callable[[], None], limit_s: float) -> str:
    """Run `examine` in a thread of its own; return a hint, or "" when all is well."""
    threads, children = set(threading.enumerate()), set(multiprocessing.active_children())
    outcome: list[str] = []
    thread = threading.Thread(target=_run, args=(examine, outcome), daemon=True)
    thread.start()
    try:
        thread.join(limit_s)
    except KeyboardInterrupt:
        _end(thread, children)
        return "you stopped it."
    if thread.is_alive():
        _end(thread, children)
        return f"stopped after {limit_s:g} s. Does your answer wait for something for ever?"
    return (outcome or ["the check itself was ended."])[0] or _left_behind(threads, children)


def _run(examine: Callable[[], None], outcome: list[str]) -> None:
    """Call `examine`, and put a hint into `outcome`, or "" if all is well."""
    try:
        examine()
    except AssertionError as wrong:
        outcome.append(_said_by(wrong) or "an expectation does not hold: " + _where(wrong))
    except NotImplementedError:
        outcome.append("the answer is still empty: replace the line that raises.")
    except _TooLong:
        pass  # `check` says so
    except BaseException as error:  # whatever a learner's code can raise, sys.exit() included
        outcome.append(f"your code raised {_text_of(error)} ({_where(error)})")
    else:
        outcome.append("")


def _said_by(error: BaseException) -> str:
    """Return the text of an exception, whose `__str__` may itself raise."""
    try:
        return str(error)
    except BaseException:
        return ""


def _text_of(error: BaseException) -> str:
    text = _said_by(error)
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _where(error: BaseException) -> str:
    """Name the line that raised."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"line {last.lineno} of {last.name}: {last.line}" if last.line else last.name


def _left_behind(threads: set, children: set) -> str:
    """Return a hint about threads and processes that an answer has left running, or ""."""
    end_s = time.monotonic() + SETTLE_S
    while time.monotonic() < end_s:
        more = (
            set(threading.enumerate()) - threads,
            set(multiprocessing.active_children()) - children,
        )
        if not any(more):
            return ""
        time.sleep(0.01)
    names = ", ".join(sorted(each.name for group in more for each in group))
    _end_processes(children)
    return f"your answer leaves something running: {names}. End it, for instance with a `with`."


def _end(thread: threading.Thread, children: set) -> None:
    """End a thread, if it runs Python, and the processes that have come meanwhile."""
    raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc
    raise_in(ctypes.c_ulong(thread.ident), ctypes.py_object(_TooLong))
    _end_processes(children)
    thread.join(SETTLE_S)


def _end_processes(children: set) -> None:
    for child in set(multiprocessing.active_children()) - children:
        child.terminate()
        child.join(SETTLE_S)
