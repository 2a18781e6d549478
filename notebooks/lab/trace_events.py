"""Write a timeline in the Trace Event format, which Perfetto and chrome://tracing open."""

import json
from collections.abc import Iterator
from pathlib import Path

from lab.records import Timeline


def trace_events(*lines: Timeline) -> dict:
    """Return one complete event ("X") for each task, times in microseconds.

    A timeline names its workers and not their processes: here each run is a process, and each of
    its workers a thread of it.
    """
    events = [event for run, line in enumerate(lines, 1) for event in events_of(line, run)]
    return {"traceEvents": events, "displayTimeUnit": "ms"}


def events_of(line: Timeline, run: int) -> Iterator[dict]:
    """Yield the events of one run, first the names of all, then its tasks as they began."""
    lanes = {worker: number for number, worker in enumerate(line.workers, 1)}
    yield named("process_name", run, 0, line.title)
    for worker, lane in lanes.items():
        yield named("thread_name", run, lane, worker)
    for span in sorted(line.spans, key=lambda span: span.start_s):
        times = {"ts": whole_us(span.start_s), "dur": whole_us(span.end_s - span.start_s)}
        lane = {"pid": run, "tid": lanes[span.worker]}
        shown = {"name": f"task {span.task}", "cat": "task"}
        cpu = {"args": {"cpu_ms": whole_us(span.cpu_s) / 1000}}
        yield {"ph": "X", **times, **lane, **shown, **cpu}


def whole_us(time_s: float) -> int:
    """Return a time in microseconds; a part of one would be noise."""
    return round(1e6 * time_s)


def named(what: str, run: int, lane: int, name: str) -> dict:
    """Return the metadata event ("M") that gives a process or a thread its name."""
    return {"ph": "M", "name": what, "pid": run, "tid": lane, "args": {"name": name}}


def write(line: Timeline, path: Path) -> None:
    """Write the timeline as a file of JSON."""
    path.write_text(json.dumps(trace_events(line)), encoding="utf-8")
