"""A watched pool works as before, and tells who worked when; each rule warns when it should."""

import concurrent.futures
import json
import os
import sys
import tempfile
import threading
import time
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

from lab import trace_events, warnings_in_words, workloads
from lab.records import Span, Timeline
from lab.trace import kind_of
from lab.warnings_in_words import Seen, in_words
from lab.watch import KeepInFile, spans_in, watch

CHAPTERS = Path(__file__).parents[2] / "chapters"
POOLS = {"threads": ThreadPoolExecutor, "processes": ProcessPoolExecutor}
if sys.version_info >= (3, 14):
    POOLS["interpreters"] = concurrent.futures.InterpreterPoolExecutor


@pytest.fixture(params=POOLS)
def pool(request):
    return POOLS[request.param](2)


def test_results_are_those_of_the_pool(pool):
    with watch(pool) as watched:
        futures = [watched.submit(divmod, number, 3) for number in range(4)]
        mapped = list(watched.map(pow, [2, 3, 4], [5, 2]))
        nothing = list(watched.map(abs))
    assert [future.result() for future in futures] == [(0, 0), (0, 1), (0, 2), (1, 0)]
    assert mapped == [32, 9]
    assert nothing == []
    assert len(watched.timeline.spans) == 6


def test_keywords_errors_and_options_pass_through():
    with watch(ProcessPoolExecutor(2)) as watched:
        assert watched.submit(int, "11", base=2).result() == 3
        assert list(watched.map(abs, range(-6, 0), chunksize=3)) == [6, 5, 4, 3, 2, 1]
        failed = watched.submit(int, "three")
        with pytest.raises(ValueError, match="three"):
            failed.result()
        unpicklable = watched.submit(lambda: 1).exception()
        assert "lambda" in str(unpicklable)
    assert [span.task for span in sorted(watched.timeline.spans, key=lambda s: int(s.task))] == [
        str(number) for number in range(1, 9)
    ]


def test_a_timeline_has_the_workers_the_times_and_when_tasks_were_submitted(pool):
    with watch(pool, "Mine") as watched:
        list(watched.map(workloads.wait_for, [0.05] * 4))
    line = watched.timeline
    assert line.title == "Mine"
    assert set(line.workers) <= {"worker 1", "worker 2"}
    for span in line.spans:
        assert 0 <= watched.submitted_s[span.task] <= span.start_s < span.end_s <= line.elapsed_s
        assert span.end_s - span.start_s >= 0.05
        assert span.cpu_s < 0.05
    assert watched.report().startswith("Mine: 4 tasks on ")


def test_a_future_is_the_pools_own_and_can_be_cancelled():
    gate = threading.Event()
    with watch(ThreadPoolExecutor(1)) as watched:
        held = watched.submit(gate.wait, 10)
        waiting = watched.submit(gate.wait, 10)
        assert waiting.cancel()
        gate.set()
        assert held.result()
    assert [span.task for span in watched.timeline.spans] == ["1"]


def test_nothing_of_it_stays_in_the_temporary_folder(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with watch(ProcessPoolExecutor(1)) as watched:
        watched.submit(abs, -1).result()
        assert list(tmp_path.glob("watch-*/*"))
    assert len(watched.timeline.spans) == 1
    assert not list(tmp_path.glob("watch-*"))


def test_half_a_line_of_a_killed_worker_is_passed_over(tmp_path):
    keep = KeepInFile(str(tmp_path))
    keep(Span("1", "7/7", 0.0, 1.0, 0.5))
    with open(tmp_path / "7-7", "a", encoding="utf-8") as file:
        file.write('["2", "7/')
    assert list(spans_in(tmp_path)) == [Span("1", "7/7", 0.0, 1.0, 0.5)]


def test_kinds_are_told_apart():
    for name, make in POOLS.items():
        with make(1) as pool:
            assert kind_of(pool) == name
    assert kind_of(Executor()) == "workers"


def seen(*rows, kind="processes", closed_s=0.0, submitted_s=0.0, cores=2, gil=True, noting_s=0.0):
    """Return a run from rows of (worker, start, end, share of a core)."""
    spans = tuple(
        Span(str(number), worker, start_s, end_s, share * (end_s - start_s))
        for number, (worker, start_s, end_s, share) in enumerate(rows, 1)
    )
    end_s = max([closed_s, *(span.end_s for span in spans)])
    given = {span.task: submitted_s for span in spans}
    line = Timeline("constructed", spans, end_s, (), kind, given, closed_s, noting_s)
    return Seen(line, cores, gil)


def warned(run):
    return {each.rule for each in in_words(run)}


FOUR_HALVES = [(name, 0, 10, 0.49) for name in "abcd"]
TWO_WHOLES = [(name, 0, 10, 0.98) for name in "ab"]
TWO_HALVES = [(name, 0, 10, 0.5) for name in "ab"]
WAITERS = [(name, 0, 10, 0.01) for name in "abcdefgh"]
# Tasks of 1 ms, with 4 ms between them, and with 0.2 ms.
FAR_APART, CLOSE = (
    [("a", n * step, n * step + 0.001, 1) for n in range(8)] for step in (0.005, 0.0012)
)

CASES = [
    ("too_many_workers", True, seen(*FOUR_HALVES)),
    ("too_many_workers", True, seen(*FOUR_HALVES, kind="threads", gil=False)),
    ("too_many_workers", False, seen(*FOUR_HALVES, cores=4)),  # the others use the machine
    ("too_many_workers", False, seen(*FOUR_HALVES, kind="threads")),  # the GIL is another matter
    ("too_many_workers", False, seen(*TWO_WHOLES)),
    ("too_many_workers", False, seen(*WAITERS)),
    ("too_many_workers", False, seen(*TWO_WHOLES, *WAITERS[2:])),  # six of them only wait
    ("one_core_for_all", True, seen(*TWO_HALVES, kind="threads")),
    ("one_core_for_all", False, seen(*TWO_HALVES)),
    ("one_core_for_all", False, seen(*TWO_HALVES, kind="threads", gil=False)),
    ("one_core_for_all", False, seen(*TWO_WHOLES, kind="threads")),  # it lets go of the GIL
    ("one_core_for_all", False, seen(*WAITERS, kind="threads")),
    ("one_core_for_all", False, seen(("a", 0, 10, 1), ("b", 0, 10, 0.01), kind="threads")),
    ("short_tasks", True, seen(*FAR_APART)),
    ("short_tasks", False, seen(*CLOSE)),
    ("short_tasks", False, seen(*FAR_APART, submitted_s=1.0)),  # the worker had nothing to do
    ("short_tasks", False, seen(*FAR_APART[:3])),
    ("short_tasks", False, seen(*FAR_APART, noting_s=0.003)),  # of 4 ms, noting took 3
    ("straggler", True, seen(("a", 0, 4, 1), ("b", 0, 10, 1))),
    ("straggler", False, seen(("a", 0, 9, 1), ("b", 0, 10, 1))),
    ("straggler", False, seen(("a", 0, 4, 1), ("a", 4, 10, 1))),  # one worker has no others
    ("idle_tail", True, seen(*TWO_WHOLES, closed_s=15)),
    ("idle_tail", False, seen(*TWO_WHOLES, closed_s=11)),
    ("idle_tail", False, seen(*TWO_WHOLES, closed_s=1)),  # it waited for them
]


@pytest.mark.parametrize(("rule", "warns", "run"), CASES)
def test_a_rule_warns_of_what_it_is_for_and_of_nothing_else(rule, warns, run):
    assert (rule in warned(run)) == warns


def test_each_rule_is_tried_both_ways_and_leads_to_a_chapter():
    for rule, chapter in warnings_in_words.RULES.items():
        assert {warns for name, warns, _ in CASES if name == rule.__name__} == {True, False}
        assert (CHAPTERS / f"{chapter}.md").exists()


def test_warnings_are_sentences_with_the_numbers_that_were_seen():
    (told,) = in_words(seen(("a", 0, 4, 1), ("b", 0, 10, 1)))
    assert str(told) == (
        "Task 2 ran alone for the last 6 s, while the other workers had nothing left: begin with "
        "the longest tasks, or part them. (chapter 03-map)"
    )


def test_a_run_of_no_pool_gets_no_warning():
    """Two coroutines of one loop use one core; that is no fault of theirs."""
    assert in_words(seen(*TWO_HALVES, kind="threads")) != []
    assert in_words(seen(*TWO_HALVES, kind="")) == []


def test_one_task_or_none_gets_no_warning():
    assert in_words(seen(("a", 0, 1, 1), closed_s=10)) == []
    assert in_words(Seen(Timeline("", (), 1.0, (), "threads"), 2, True)) == []


def test_trace_events_have_the_form_of_the_format(tmp_path):
    with watch(ThreadPoolExecutor(2), "Mine") as watched:
        list(watched.map(time.sleep, [0.01] * 5))
    trace_events.write(watched.timeline, tmp_path / "trace.json")
    written = json.loads((tmp_path / "trace.json").read_text(encoding="utf-8"))
    assert set(written) == {"traceEvents", "displayTimeUnit"}
    names = [event for event in written["traceEvents"] if event["ph"] == "M"]
    tasks = [event for event in written["traceEvents"] if event["ph"] == "X"]
    assert len(names) + len(tasks) == len(written["traceEvents"])
    assert {event["name"] for event in names} == {"process_name", "thread_name"}
    assert names[0]["args"] == {"name": "Mine"}
    lanes = {(event["pid"], event["tid"]): event["args"]["name"] for event in names[1:]}
    assert list(lanes.values()) == watched.timeline.workers
    for event, span in zip(
        tasks, sorted(watched.timeline.spans, key=lambda s: s.start_s), strict=True
    ):
        assert event["name"] == f"task {span.task}"
        assert event["ts"] == pytest.approx(1e6 * span.start_s, abs=0.5)  # microseconds
        assert event["dur"] == pytest.approx(1e6 * (span.end_s - span.start_s), abs=0.5)
        assert lanes[event["pid"], event["tid"]] == span.worker
        assert all(isinstance(event[name], int) for name in ("pid", "tid"))


def test_several_runs_are_processes_of_one_trace():
    line = Timeline("one", (Span("1", "worker 1", 0.0, 1.0, 0.5),), 1.0, ())
    events = trace_events.trace_events(line, line)["traceEvents"]
    assert [(event["ph"], event["pid"]) for event in events] == [
        *[(ph, 1) for ph in "MMX"],
        *[(ph, 2) for ph in "MMX"],
    ]


def test_workers_are_named_by_their_process_and_thread():
    with watch(ThreadPoolExecutor(1)) as watched:
        thread = watched.submit(threading.get_native_id).result()
    assert watched._spans[0].worker == f"{os.getpid()}/{thread}"
