"""Write a timeline in the Trace Event format, which Perfetto and chrome://tracing open."""

import json
from pathlib import Path

from lab.records import Timeline

PROCESS = 1  # a timeline names its workers and not their processes: here all belong to one


def trace_events(line: Timeline) -> dict:
    """Return the timeline as one complete event ("X") for each task, times in microseconds."""
    lanes = {worker: number for number, worker in enumerate(line.workers, 1)}
    events = [named("process_name", 0, line.title)]
    events += [named("thread_name", lane, worker) for worker, lane in lanes.items()]
    for span in sorted(line.spans, key=lambda span: span.start_s):
        times = {"ts": 1e6 * span.start_s, "dur": 1e6 * (span.end_s - span.start_s)}
        lane = {"pid": PROCESS, "tid": lanes[span.worker]}
        shown = {"name": f"task {span.task}", "cat": "task", "args": {"cpu_ms": 1e3 * span.cpu_s}}
        events.append({"ph": "X", **times, **lane, **shown})
    return {"traceEvents": events, "displayTimeUnit": "ms"}


def named(what: str, lane: int, name: str) -> dict:
    """Return the metadata event ("M") that gives a process or a thread its name."""
    return {"ph": "M", "name": what, "pid": PROCESS, "tid": lane, "args": {"name": name}}


def write(line: Timeline, path: Path) -> None:
    """Write the timeline as a file of JSON."""
    path.write_text(json.dumps(trace_events(line)), encoding="utf-8")
