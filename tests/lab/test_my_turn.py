"""On a hub, one measures at a time; on a computer of one's own nobody waits."""

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import pairwise
from multiprocessing import get_context
from subprocess import PIPE, Popen

import pytest

from lab import measure, my_turn, trace

needs_a_hub = pytest.mark.skipif(my_turn.fcntl is None, reason="a hub runs on Linux")

# Measures ten times, six calls each time, and notes when a call begins and ends.
MEASURES = """
import sys, time
from lab import measure, my_turn, trace

def noted(item=None):
    print("in", sys.argv[1], flush=True)
    time.sleep(0.002)
    print("out", sys.argv[1], flush=True)

ways = {
    "race": lambda: measure.race({"a": noted, "b": noted}, repeats=2),
    "run": lambda: trace.run(None, noted, range(6)),
    "time_per_call_s": lambda: measure.time_per_call_s(noted, calls=1),
}
my_turn.TOLD_AFTER_S = 60
print("ready", file=sys.stderr, flush=True)
sys.stdin.read()
for _ in range(10):
    ways[sys.argv[2]]()
"""
TURNS, LINES_OF_A_TURN = 10, 12

# Holds the queue; its forked worker outlives it.
KILLED = """
import os, time
from lab.my_turn import my_turn
with my_turn():
    if os.fork() == 0:
        time.sleep(60)
    print("measuring", flush=True)
    os.kill(os.getpid(), 9)
"""


@pytest.fixture
def queue(tmp_path, monkeypatch):
    path = tmp_path / "queue"
    path.touch()
    monkeypatch.setenv("LAB_QUEUE", str(path))
    return str(path)


@pytest.fixture
def start(root, monkeypatch):
    """Return what starts a program of a learner."""
    monkeypatch.setenv("PYTHONPATH", str(root / "notebooks"))
    return lambda program, *words, **options: Popen(
        [sys.executable, "-c", program, *words], **options
    )


def queue_of(where):
    """Return the queue that this process would wait for."""
    return os.environ.get("LAB_QUEUE"), where


def spawning():
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"))


@needs_a_hub
@pytest.mark.parametrize("way", ["race", "run", "time_per_call_s"])
def test_two_learners_who_begin_together_take_turns(queue, start, tmp_path, way):
    with open(tmp_path / "output", "a") as file:
        pipes = {"stdin": PIPE, "stdout": file, "stderr": PIPE}
        learners = [start(MEASURES, name, way, **pipes) for name in ("ada", "ben")]
        with learners[0] as ada, learners[1] as ben:
            assert ada.stderr.readline() == ben.stderr.readline() == b"ready\n"
            ada.stdin.close()
            ben.stdin.close()
    who = [line.split()[1] for line in (tmp_path / "output").read_text().splitlines()]
    turns = [who[at : at + LINES_OF_A_TURN] for at in range(0, len(who), LINES_OF_A_TURN)]
    assert [turn for turn in turns if len(set(turn)) > 1] == []
    firsts = [turn[0] for turn in turns]
    assert sorted(firsts) == ["ada"] * TURNS + ["ben"] * TURNS
    assert sum(a != b for a, b in pairwise(firsts)) > 5, "who has had it gets it again and again"


@needs_a_hub
@pytest.mark.parametrize("way", ["race", "run"])
def test_who_holds_it_may_measure_again_and_so_may_the_children(queue, way):
    inner = partial(trace.run, spawning, queue_of, ["here"])
    outer = {
        "race": lambda: measure.race({"inner": inner}, repeats=1)["inner"].last,
        "run": lambda: trace.run(None, lambda item: inner(), [1]).results[0],
    }
    assert outer[way]().results == ((None, "here"),)
    assert os.environ["LAB_QUEUE"] == queue


@needs_a_hub
def test_it_is_my_turn_no_longer_when_the_measured_function_fails(queue, start):
    with pytest.raises(ZeroDivisionError):
        measure.race({"fails": lambda: 1 / 0})
    assert os.environ["LAB_QUEUE"] == queue
    other = start("from lab import trace; print(trace.run(None, abs, [-1]).results)", stdout=PIPE)
    assert other.communicate(timeout=60) == (b"(1,)\n", None)


@needs_a_hub
def test_who_waits_is_told_and_does_not_wait_for_ever(queue, start, monkeypatch, capsys):
    monkeypatch.setattr(my_turn, "TOLD_AFTER_S", 0)
    monkeypatch.setattr(my_turn, "LONGEST_S", 0.2)
    holder = "from lab.my_turn import my_turn\nwith my_turn():\n print(flush=True)\n input()"
    with start(holder, stdin=PIPE, stdout=PIPE) as other:
        other.stdout.readline()
        assert trace.run(None, abs, [-1]).results == (1,)
        other.communicate(b"\n")
    told = capsys.readouterr().out
    assert told.index("waits for its turn") < told.index("do not trust")
    trace.run(None, abs, [-1])
    assert capsys.readouterr().out == ""


@needs_a_hub
def test_a_killed_kernel_gives_the_turn_away_though_its_worker_lives(queue, start, capsys):
    with start(KILLED, stdout=PIPE, start_new_session=True) as kernel:
        assert kernel.stdout.readline() == b"measuring\n"
        assert kernel.wait(10) == -9
        try:
            trace.run(None, abs, [-1])
        finally:
            os.killpg(kernel.pid, 9)
    assert capsys.readouterr().out == ""


def test_without_a_hub_nobody_waits(start, tmp_path, monkeypatch):
    monkeypatch.delenv("LAB_QUEUE", raising=False)
    monkeypatch.setattr(my_turn, "_wait_in", pytest.fail)
    assert trace.run(None, abs, [-1]).results == (1,)
    assert "LAB_QUEUE" not in os.environ


def test_on_windows_nobody_waits(queue, monkeypatch):
    monkeypatch.setattr(my_turn, "fcntl", None)
    assert trace.run(None, queue_of, ["here"]).results == ((queue, "here"),)
