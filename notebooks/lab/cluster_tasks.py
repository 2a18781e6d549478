"""What lab 13 gives to the workers of a cluster, and how it reads what they leave behind."""

import os
import signal
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from lab.records import Span, Timeline


def weighed(func: Callable, item: object) -> list:
    """Return what a function returns, and the CPU time that it took in this thread."""
    start_s = time.thread_time()
    return [func(item), time.thread_time() - start_s]


def results_of(func: Callable, items: Iterable) -> list:
    """Call a function for each of several items: what a larger task does."""
    return [func(item) for item in items]


def stamp(item: object) -> str:
    """Return another text each time it runs, whatever the item."""
    return os.urandom(8).hex()


def note_and_wait(folder: str, task: int, delay_s: float) -> int:
    """Note in a file of its own when this run begins and when it ends; return the task's number.

    A run that is killed leaves its beginning. For workers that share this computer's disk.
    """
    note, start_s = Path(folder, f"{task}-{os.getpid()}"), time.perf_counter()
    note.write_text(f"{start_s}", encoding="utf-8")
    time.sleep(delay_s)
    with note.open("a", encoding="utf-8") as file:
        file.write(f" {time.perf_counter()}")
    return task


def runs_noted(folder: str) -> list[dict]:
    """Return the runs that `note_and_wait` has noted, in the order in which they began.

    `end_s` is None for a run that was killed.
    """
    runs = []
    for note in Path(folder).iterdir():
        (task, pid), times_s = note.name.split("-"), note.read_text(encoding="utf-8").split()
        if not times_s:  # it is being written at this moment
            continue
        start_s, end_s, *_ = *map(float, times_s), None
        runs.append({"task": task, "pid": int(pid), "start_s": start_s, "end_s": end_s})
    return sorted(runs, key=lambda run: run["start_s"])


def timeline_of_runs(title: str, runs: Iterable[dict], killed_at_s: float) -> Timeline:
    """Return the runs of `runs_noted` as a Timeline; a killed one ends when its worker did."""
    runs = list(runs)
    origin_s = min(run["start_s"] for run in runs)
    names = names_of(run["pid"] for run in runs)
    spans = []
    for run in runs:
        task = run["task"] if run["end_s"] else f"{run['task']} lost"
        end_s = run["end_s"] or killed_at_s
        spans.append(
            Span(task, names[run["pid"]], run["start_s"] - origin_s, end_s - origin_s, 0.0)
        )
    return Timeline(title, tuple(spans), max(span.end_s for span in spans), ())


def timeline_of_stream(title: str, stream: Iterable[dict], cpu_s: list[float]) -> Timeline:
    """Return what a scheduler has seen as a Timeline; task number n took ``cpu_s[n - 1]``."""
    stream = sorted(stream, key=lambda seen: seen["start_s"])
    names, origin_s = names_of(seen["worker"] for seen in stream), stream[0]["start_s"]
    spans = tuple(
        Span(str(seen["task"]), names[seen["worker"]], seen["start_s"] - origin_s,
             seen["end_s"] - origin_s, cpu_s[seen["task"] - 1])
        for seen in stream
    )  # fmt: skip
    return Timeline(title, spans, max(span.end_s for span in spans), ())


def stream_rows(stream: Iterable[dict]) -> list[dict]:
    """Return who computed what and when, from Dask's `get_task_stream` of one `map`."""
    return [
        {"task": int(seen["key"].rpartition("-")[2]) + 1, "worker": seen["worker"],
         "start_s": part["start"], "end_s": part["stop"]}
        for seen in stream
        for part in seen["startstops"]
        if part["action"] == "compute"
    ]  # fmt: skip


def names_of(workers: Iterable) -> dict:
    """Number the workers in the order in which they began."""
    return {worker: f"worker {number}" for number, worker in enumerate(dict.fromkeys(workers), 1)}


def kill(pid: int) -> None:
    """End a process of ours at once, as a power cut or a lack of memory does."""
    os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))  # the latter kills on Windows


class Counted:
    """A list of numbers that counts how often it is packed for a journey, in this process."""

    packed = 0

    def __init__(self, numbers: int):
        self.numbers = bytes(numbers)

    def __reduce__(self):
        Counted.packed += 1
        return _unpacked, (self.numbers,)


def _unpacked(numbers: bytes) -> Counted:
    data = Counted(0)
    data.numbers = numbers
    return data


def length_of(data: Counted, task: int) -> int:
    """Return how many numbers there are: next to no work, on what may be much data."""
    return len(data.numbers)
