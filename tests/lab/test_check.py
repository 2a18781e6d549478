"""A check tells what is wrong with an answer, and outlives every answer."""

import itertools
import logging
import multiprocessing
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

from lab import ending
from lab.check import check, solved
from lab.ending import runs

# A thread is ended by SystemExit, which Python takes for a quiet end, but pytest does not.
quiet_end = pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
ENOUGH = threading.Event()


def wrong():
    assert 1 + 1 == 3, "one and one is not three"


def without_hint():
    raise AssertionError  # as a bare `assert` does outside a test


def broken():
    raise KeyError("missing")


def empty():
    raise NotImplementedError


class Silent(Exception):
    def __str__(self):
        raise RuntimeError("no text")


def without_text():
    raise Silent


def leave_a_thread():
    threading.Thread(target=sleep_on, daemon=True, name="left behind").start()


def sleep_on():
    for _ in range(6000):
        time.sleep(0.01)


def leave_a_process():
    multiprocessing.Process(target=time.sleep, args=(60,), name="left behind").start()


def loop_for_ever():
    while True:
        pass


def wait_for_ever():
    threading.Event().wait()


def loop_in_a_pool():
    with ThreadPoolExecutor(2) as pool:
        pool.map(lambda number: loop_for_ever(), range(6))


def loop_behind():
    threading.Thread(target=loop_for_ever, daemon=True, name="loops on").start()


def catch_everything():
    while not ENOUGH.is_set():
        try:
            while not ENOUGH.wait(0.01):
                pass
        except BaseException:
            continue


@pytest.fixture(autouse=True)
def enough():
    """What nothing can end ends with its test."""
    ENOUGH.clear()
    yield
    ENOUGH.set()


@quiet_end
@pytest.mark.parametrize(
    ("examine", "hint"),
    [
        (wrong, "one and one is not three"),
        (without_hint, "an expectation does not hold: line"),
        (broken, "your code raised KeyError: 'missing'"),
        (sys.exit, "your code raised SystemExit"),
        (without_text, "your code raised Silent"),
        (empty, "the answer is still empty"),
        (leave_a_thread, "your answer leaves something running: left behind"),
        (leave_a_process, "your answer leaves something running: left behind"),
        (loop_for_ever, "stopped after 0.2 s"),
        (wait_for_ever, "stopped after 0.2 s"),
        (wait_for_ever, "This could not be ended"),
        (loop_in_a_pool, "stopped after 0.2 s"),
        (loop_behind, "your answer leaves something running: loops on"),
        (catch_everything, "restart the kernel"),
    ],
)
def test_every_wrong_answer_gets_its_hint(capsys, examine, hint):
    """A failed expectation, an error, an empty answer and an endless one: each is explained."""
    check("exercise", examine, limit_s=0.2)
    assert hint in capsys.readouterr().out
    assert solved["exercise"] is False


def test_a_right_answer_is_solved(capsys):
    """A check without a complaint says so and is remembered."""
    check("exercise", lambda: None)
    assert "exercise: solved" in capsys.readouterr().out
    assert solved["exercise"] is True


@quiet_end
@pytest.mark.parametrize("endless", [loop_for_ever, loop_in_a_pool, loop_behind, leave_a_process])
def test_nothing_endless_is_left_of_an_answer(capsys, endless):
    """Neither of its own threads, nor of those and the processes that it has started."""
    before = alive()
    check("exercise", endless, limit_s=0.1)
    assert alive() <= before
    assert not multiprocessing.active_children()
    said = capsys.readouterr()
    assert "could not be ended" not in said.out
    assert said.err == ""


def test_on_a_busy_machine_an_answer_gets_more_time(capsys, monkeypatch):
    monkeypatch.setattr(sys.modules[check.__module__], "slowness", lambda: 100)
    check("exercise", lambda: time.sleep(0.3), limit_s=0.2)
    assert "solved" in capsys.readouterr().out


@quiet_end
def test_an_answer_that_was_stopped_late_is_told_why(capsys, monkeypatch):
    monkeypatch.setattr(sys.modules[check.__module__], "slowness", lambda: 2)
    check("exercise", loop_for_ever, limit_s=0.2)
    assert "stopped after 0.2 s and more, as this machine is busy" in capsys.readouterr().out


@pytest.mark.parametrize(("share", "times"), [(1, 1), (1 / 3, 3), (0.001, ending.MOST_SLOWNESS)])
def test_slowness_is_how_many_times_as_long_computing_takes(monkeypatch, share, times):
    cpu_s = itertools.count()
    clocks = SimpleNamespace(cpu_s=0.0)

    def process_time():
        clocks.cpu_s = next(cpu_s) / 1000
        return clocks.cpu_s

    monkeypatch.setattr(ending.time, "process_time", process_time)
    monkeypatch.setattr(ending.time, "perf_counter", lambda: clocks.cpu_s / share)
    assert ending.slowness() == pytest.approx(times, rel=0.1)


def test_a_thread_is_not_ended_before_it_has_told_its_starter():
    """It would wait for ever, and keep a lock that every pool of threads needs."""
    inside, go_on = threading.Event(), threading.Event()

    class Slow(threading.Event):
        def set(self):
            self._flag = True
            inside.set()
            go_on.wait()
            super().set()

    thread = threading.Thread(target=ENOUGH.wait, daemon=True)
    thread._started = Slow()
    starter = threading.Thread(target=thread.start, daemon=True)
    starter.start()
    inside.wait()
    ending.raise_in(thread)
    go_on.set()
    starter.join(timeout=10)
    assert not starter.is_alive()


def test_a_thread_is_not_ended_while_it_logs():
    """Ended there, it could keep a lock of `logging`, and whoever logs next would wait for ever."""
    inside, go_on, logged = threading.Event(), threading.Event(), []

    class Slow(logging.Handler):
        def emit(self, record):
            inside.set()
            go_on.wait()
            logged.append(record.msg)

    logger = logging.Logger("slow")
    logger.addHandler(Slow())
    thread = threading.Thread(target=lambda: logger.warning("whole"))
    thread.start()
    inside.wait()
    ending.raise_in(thread)
    go_on.set()
    thread.join()
    assert logged == ["whole"]


@pytest.mark.parametrize("limit_s", [0, -1])
def test_a_limit_of_nothing_is_refused(limit_s):
    """A time limit has to be above zero."""
    with pytest.raises(ValueError, match="above zero"):
        check("exercise", lambda: None, limit_s=limit_s)


def test_what_an_answer_replaces_for_everybody_is_told(capsys, monkeypatch):
    monkeypatch.setattr(time, "sleep", lambda delay_s: None)
    check("exercise", lambda: None)
    assert "your code has replaced time.sleep" in capsys.readouterr().out


def alive():
    return set(filter(runs, threading.enumerate()))


def in_child(code, *options):
    notebooks = Path(sys.modules[check.__module__].__file__).parents[1]
    return subprocess.run(
        [sys.executable, *options, "-c", code],
        cwd=notebooks,
        capture_output=True,
        text=True,
        timeout=60,
    ).stdout


def test_without_assert_nothing_is_solved():
    code = "from lab.check import check; check('exercise', lambda: None)"
    assert "not yet: this Python leaves out every `assert`" in in_child(code, "-O")
    assert "solved" in in_child(code)


def test_after_a_syntax_error_the_old_answer_is_not_judged():
    code = """
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
tried = "check('exercise', lambda: None)"
for cell in ("from lab.check import check", "answer = 2", "answer = = 3", tried, tried,
             "answer = 3", tried):
    shell.run_cell(cell)
"""
    lines = [line for line in in_child(code).splitlines() if line.startswith("exercise")]
    for refused in lines[:2]:
        assert "not yet: the cell that you ran last ended with SyntaxError" in refused
    assert lines[2:] == ["exercise: solved, well done."]


def test_a_cell_between_does_not_hide_that_the_answer_could_not_run():
    """Another cell may run well; what counts is the last cell that says what the check uses."""
    code = """
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
tried = "check('exercise', lambda: answer)"
cells = [("from lab.check import check", 1), ("answer = 2", 2), ("answer = = 3", 2), ("1 + 1", 3),
         (tried, 4), ("def answer(:", 2), ("other = = 1", 5), ("1 + 1", 3), (tried, 4),
         ("answer = 3", 2), (tried, 4)]
for cell, name in cells:
    shell.run_cell(cell, cell_id=str(name))
"""
    lines = [line for line in in_child(code).splitlines() if line.startswith("exercise")]
    for refused in lines[:2]:
        assert "not yet: the cell with your answer ended with SyntaxError" in refused
    assert lines[2:] == ["exercise: solved, well done."]


@quiet_end
@pytest.mark.parametrize("endless", [loop_for_ever, loop_in_a_pool])
def test_the_stop_button_ends_what_the_answer_started(capsys, endless):
    before = alive()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(threading.Event, "wait", interrupted_once(threading.Event.wait))
        check("exercise", endless)
    assert "not yet: you stopped it." in capsys.readouterr().out
    assert alive() <= before


def interrupted_once(wait):
    """Return `wait`, with a Ctrl-C at its first call in the main thread that has a limit."""
    calls = []

    def wait_or_raise(event, timeout=None):
        if timeout and threading.current_thread() is threading.main_thread() and not calls:
            calls.append(event)
            raise KeyboardInterrupt
        return wait(event, timeout)

    return wait_or_raise
