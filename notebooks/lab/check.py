"""Check a learner's answer, and say what is wrong with it, not only that it is wrong."""

import concurrent.futures
import re
import threading
import time
import traceback
from collections.abc import Callable, Iterator

from IPython.core.getipython import get_ipython

from lab import after_cell, progress
from lab.ending import Started, slowness

solved: dict[str, bool] = {}

_LEFT = "your answer leaves something running: {}. End it, for instance with a `with`."
_MODULES = (concurrent.futures, threading, time)
_AS_IMPORTED = {module: dict(vars(module)) for module in _MODULES}
_runs: dict = {}  # how each cell that is no check ended, by its id, the last one last


def _note_cell(result: object) -> None:
    """Remember how a cell ended; IPython calls this after each cell."""
    if result.info is not None and "check(" not in str(result.info.raw_cell):
        _runs.pop(result.info.cell_id, None)
        _runs[result.info.cell_id] = result


if shell := get_ipython():
    shell.events.register("post_run_cell", _note_cell)
    after_cell.load_ipython_extension(shell)


def check(exercise: str, examine: Callable[[], None], limit_s: float = 5.0) -> None:
    """Run `examine`, print a verdict, and note in `solved` whether the exercise is solved.

    What is solved is also recorded for `lab.progress`, on this computer alone.

    `examine` uses the learner's answer and asserts what it should do; the assertion's message
    is the hint that is shown. An answer that takes longer than `limit_s` seconds (more on a busy
    machine) is stopped, and so it is by Ctrl-C, with all that it has started; where Python cannot
    end something, such as a call that never comes back, the hint says so. Never raises what the
    answer raises. Raises ValueError if `limit_s` is not above zero.
    """
    if limit_s <= 0:
        raise ValueError(f"the time limit must be above zero, not {limit_s}")
    hint = _why_not_judged(examine) or _tried(examine, limit_s)
    solved[exercise] = not hint
    mark = ("○ " if hint else "● ") if hasattr(shell, "kernel") else ""  # a terminal may lack them
    if hint:
        print(f"{mark}{exercise}: not yet: {hint}")
        return
    print(f"{mark}{exercise}: solved, well done.")
    if told := progress.remember(exercise):
        print(told)


def _why_not_judged(examine: Callable[[], None]) -> str:
    """Return why no verdict would be worth anything now, or ""."""
    if not __debug__:
        return "this Python leaves out every `assert` (PYTHONOPTIMIZE or -O): start it without."
    for which, run in _runs_of_the_answer(examine):
        if error := run.error_before_exec or run.error_in_exec:  # what it defines is of before
            return f"the cell {which} ended with {_text_of(error)}: mend that first."
    for module in _MODULES:
        for name, value in _AS_IMPORTED[module].items():
            if callable(value) and vars(module).get(name) is not value:
                return f"your code has replaced {module.__name__}.{name} for everybody; restart."
    return ""


def _runs_of_the_answer(examine: Callable[[], None]) -> Iterator[tuple[str, object]]:
    """Yield the last run of any cell, and the last of one that defines what `examine` uses."""
    runs = list(reversed(_runs.values()))
    if runs:
        yield "that you ran last", runs[0]
    code = getattr(examine, "__code__", None)
    names = "|".join(map(re.escape, code.co_names if code else ()))
    defines = re.compile(rf"^(?:(?:async )?def |class )?(?:{names})\b *[(:=]", re.MULTILINE)
    for run in runs:
        if names and defines.search(str(run.info.raw_cell)):
            yield "with your answer", run
            return


def _tried(examine: Callable[[], None], limit_s: float) -> str:
    """Run `examine` in a thread of its own; return a hint, or "" when all is well."""
    started, outcome, done = Started(), [], threading.Event()
    threading.Thread(target=_run, args=(examine, outcome, done), daemon=True).start()
    try:
        # An interrupted `join` would take the thread for ended.
        slow = 1.0 if done.wait(limit_s) else slowness()
        if not done.wait(limit_s * (slow - 1)):
            more = " and more, as this machine is busy" if slow > 1.5 else ""
            hint = f"stopped after {limit_s:g} s{more}. "
            hint += "Does your answer wait for something for ever?"
        else:
            left = "" if started.settled() else _LEFT.format(started.names())
            hint = [*outcome, "the check itself was ended."][0] or left
    except KeyboardInterrupt:
        hint = "you stopped it."
    return hint + started.end() if hint else ""


def _run(examine: Callable[[], None], outcome: list[str], done: threading.Event) -> None:
    """Call `examine`, and put a hint into `outcome`, or "" if all is well. Then set `done`."""
    try:
        examine()
    except AssertionError as wrong:
        outcome.append(_said_by(wrong) or "an expectation does not hold: " + _where(wrong))
    except NotImplementedError:
        outcome.append("the answer is still empty: replace the line that raises.")
    except BaseException as error:  # whatever code can raise: sys.exit(), and what ends a thread
        outcome.append(f"your code raised {_text_of(error)} ({_where(error)})")
    else:
        outcome.append("")
    finally:
        done.set()


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
