"""A check tells what is wrong with an answer, and outlives every answer."""

import multiprocessing
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from lab.check import check, solved


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
    threading.Thread(target=time.sleep, args=(2,), daemon=True, name="left behind").start()


def leave_a_process():
    multiprocessing.Process(target=time.sleep, args=(60,), name="left behind").start()


def loop_for_ever():
    while True:
        pass


def wait_for_ever():
    threading.Event().wait()


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


def test_an_endless_loop_really_ends():
    """After the time limit no thread is left that burns a core."""
    before = set(threading.enumerate())
    check("exercise", loop_for_ever, limit_s=0.1)
    for thread in set(threading.enumerate()) - before:
        thread.join(5)
        assert not thread.is_alive()


@pytest.mark.parametrize("limit_s", [0, -1])
def test_a_limit_of_nothing_is_refused(limit_s):
    """A time limit has to be above zero."""
    with pytest.raises(ValueError, match="above zero"):
        check("exercise", lambda: None, limit_s=limit_s)


def test_what_an_answer_replaces_for_everybody_is_told(capsys, monkeypatch):
    monkeypatch.setattr(time, "sleep", lambda delay_s: None)
    check("exercise", lambda: None)
    assert "your code has replaced time.sleep" in capsys.readouterr().out


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


def test_the_stop_button_ends_what_the_answer_started(capsys):
    before = set(threading.enumerate())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(threading.Thread, "join", interrupted_once(threading.Thread.join))
        check("exercise", loop_for_ever)
    assert "not yet: you stopped it." in capsys.readouterr().out
    assert set(threading.enumerate()) <= before


def interrupted_once(join):
    calls = []

    def join_or_raise(thread, timeout=None):
        calls.append(thread)
        if len(calls) == 1:
            raise KeyboardInterrupt
        return join(thread, timeout)

    return join_or_raise
