"""A check tells what is wrong with an answer, and outlives every answer."""

import sys
import threading

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
        (empty, "the answer is still empty"),
        (loop_for_ever, "stopped after 0.2 s"),
        (wait_for_ever, "stopped after 0.2 s"),
    ],
)
def test_every_wrong_answer_gets_its_hint(capsys, examine, hint):
    check("exercise", examine, limit_s=0.2)
    assert hint in capsys.readouterr().out
    assert solved["exercise"] is False


def test_a_right_answer_is_solved(capsys):
    check("exercise", lambda: None)
    assert "exercise: solved" in capsys.readouterr().out
    assert solved["exercise"] is True


def test_an_endless_loop_really_ends():
    before = set(threading.enumerate())
    check("exercise", loop_for_ever, limit_s=0.1)
    for thread in set(threading.enumerate()) - before:
        thread.join(5)
        assert not thread.is_alive()


@pytest.mark.parametrize("limit_s", [0, -1])
def test_a_limit_of_nothing_is_refused(limit_s):
    with pytest.raises(ValueError, match="above zero"):
        check("exercise", lambda: None, limit_s=limit_s)
