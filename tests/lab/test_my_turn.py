"""On a hub, one measures at a time; on a computer of one's own nobody waits."""

import subprocess
import sys

import pytest

from lab import my_turn

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a hub runs on Linux")

MEASURES = """
import sys, time
from lab.my_turn import my_turn
for _ in range(20):
    with my_turn():
        print("in", sys.argv[1], flush=True)
        time.sleep(0.002)
        print("out", sys.argv[1], flush=True)
"""


def test_learners_take_turns(tmp_path, root):
    environment = {"LAB_QUEUE": str(tmp_path / "queue"), "PYTHONPATH": str(root / "notebooks")}
    output = tmp_path / "output"
    with open(output, "a") as file:
        learners = [
            subprocess.Popen([sys.executable, "-c", MEASURES, name], env=environment, stdout=file)
            for name in "abc"
        ]
        assert [learner.wait(60) for learner in learners] == [0, 0, 0]
    lines = [line.split() for line in output.read_text().splitlines()]
    assert len(lines) == 120
    for (begins, first), (ends, second) in zip(lines[::2], lines[1::2], strict=True):
        assert (begins, ends, first) == ("in", "out", second)


def test_who_waits_is_told_and_who_holds_it_may_measure_again(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("LAB_QUEUE", str(tmp_path / "queue"))
    with my_turn.my_turn(), my_turn.my_turn():
        monkeypatch.setattr(my_turn, "_holding", False)  # as in another learner's kernel
        monkeypatch.setattr(my_turn, "TOLD_AFTER_S", 0)
        monkeypatch.setattr(my_turn, "LONGEST_S", 0.2)
        with my_turn.my_turn():
            assert "waits for its turn" in capsys.readouterr().out


def test_without_a_hub_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.delenv("LAB_QUEUE", raising=False)
    monkeypatch.chdir(tmp_path)
    with my_turn.my_turn():
        assert list(tmp_path.iterdir()) == []
