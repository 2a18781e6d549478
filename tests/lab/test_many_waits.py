"""Many waits at the same moment, in a process of their own; and the record for older Pythons."""

import json
import sys
import threading

import pytest
from loops import run

from lab import loop_record, many_waits


@pytest.mark.parametrize("kind", ["threads", "asyncio"])
def test_all_wait_at_once_and_all_end(kind):
    found = many_waits.in_a_process(kind, 50)
    assert (found["kind"], found["count"], found["waited"]) == (kind, 50, 50)
    assert found["begin_s"] > 0 < found["end_s"]
    assert found["kb"] is None or found["kb"] >= 0


def test_a_system_that_refuses_threads_is_no_error(monkeypatch):
    """The pool's third thread cannot be started; the two that are there still end."""
    start, started = threading.Thread.start, []

    def refuse(thread):
        if len(started) == 2:
            raise RuntimeError("can't start new thread")
        started.append(thread)
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", refuse)
    assert many_waits.in_threads(5, lambda what: None) == 2
    assert not any(thread.is_alive() for thread in started)


@pytest.fixture
def record(root):
    path = root / "notebooks" / "results" / "12-asyncio.json"
    return json.loads(path.read_text(encoding="utf-8"))


def test_record_says_where_it_was_made_and_has_no_path_of_a_machine(record):
    assert "CPython 3.1" in record["provenance"]
    assert record["ten_thousand_threads"]["waited"] == 10_000
    assert record["in_interpreters"] is True
    assert " /" not in record["tree"]


def test_a_tree_tells_each_task_its_calls_and_who_waits_for_it(record):
    rows = {row["task"]: row for row in loop_record.tasks_of(record["tree"])}
    assert rows["page 2"] == {"task": "page 2", "calls": "fetch → sleep", "waits_for_it": "shop"}
    assert rows["report"]["waits_for_it"] == rows["shop"]["waits_for_it"] == "Task-1"
    assert rows["Task-1"]["waits_for_it"] == ""


@pytest.mark.skipif(sys.version_info < (3, 15), reason="TaskGroup.cancel is new in Python 3.15")
def test_record_is_what_this_python_does(record):
    assert run(loop_record.cancelled_group()) == record["cancelled"]
