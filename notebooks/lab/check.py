"""Check a learner's answer, and say what is wrong with it, not only that it is wrong."""

import ctypes
import threading
import traceback
from collections.abc import Callable

from lab import progress

solved: dict[str, bool] = {}


class _TooLong(BaseException):
    """Raised inside an answer that goes on and on, to end it."""


def check(exercise: str, examine: Callable[[], None], limit_s: float = 5.0) -> None:
    """Run `examine`, print a verdict, and note in `solved` whether the exercise is solved.

    What is solved is also recorded for `lab.progress`, on this computer alone.

    `examine` uses the learner's answer and asserts what it should do; the assertion's message
    is the hint that is shown. An answer that takes longer than `limit_s` seconds is stopped
    (as far as Python can: a call that never comes back is left behind in a daemon thread).
    Never raises what the answer raises. Raises ValueError if `limit_s` is not above zero.
    """
    if limit_s <= 0:
        raise ValueError(f"the time limit must be above zero, not {limit_s}")
    outcome: list[str] = []
    thread = threading.Thread(target=_run, args=(examine, outcome), daemon=True)
    thread.start()
    thread.join(limit_s)
    if thread.is_alive():
        _interrupt(thread)
        outcome = [f"stopped after {limit_s:g} s. Does your answer wait for something for ever?"]
    solved[exercise] = not outcome
    if outcome:
        print(f"{exercise}: not yet: {outcome[0]}")
        return
    print(f"{exercise}: solved, well done.")
    if told := progress.remember(exercise):
        print(told)


def _run(examine: Callable[[], None], outcome: list[str]) -> None:
    """Call `examine`, and put a hint into `outcome` unless all is well."""
    try:
        examine()
    except AssertionError as wrong:
        outcome.append(str(wrong) or "an expectation does not hold: " + _where(wrong))
    except NotImplementedError:
        outcome.append("the answer is still empty: replace the line that raises.")
    except _TooLong:
        pass  # `check` has said so already
    except BaseException as error:  # whatever a learner's code can raise, sys.exit() included
        outcome.append(f"your code raised {type(error).__name__}: {error} ({_where(error)})")


def _where(error: BaseException) -> str:
    """Name the line that raised."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"line {last.lineno} of {last.name}: {last.line}" if last.line else last.name


def _interrupt(thread: threading.Thread) -> None:
    """Ask the interpreter to raise in a thread, which ends a loop written in Python."""
    raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc
    raise_in(ctypes.c_ulong(thread.ident), ctypes.py_object(_TooLong))
    thread.join(0.2)
