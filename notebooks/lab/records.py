"""What a measurement leaves behind: plain records, made by `trace` and `measure`, read by `draw`.

All times are in seconds. Records are frozen, so they may be passed between threads.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Span:
    """One task's time on one worker, in seconds.

    `slices` holds (start, end) pairs in which a stepwise task was running; it is empty for a
    task that cannot be looked into. `cpu_s` is the CPU time of the worker's thread.
    `turns` says how many turns each slice stands for, where `lab.page.turns` has joined some.
    """

    task: str
    worker: str
    start_s: float
    end_s: float
    cpu_s: float
    slices: tuple[tuple[float, float], ...] = ()
    turns: tuple[int, ...] = ()

    def shifted(self, origin_s: float, worker: str) -> "Span":
        """Return this span with times counted from `origin_s`, under the worker's new name."""
        slices = tuple((start - origin_s, end - origin_s) for start, end in self.slices)
        return replace(
            self,
            worker=worker,
            start_s=self.start_s - origin_s,
            end_s=self.end_s - origin_s,
            slices=slices,
        )


@dataclass(frozen=True)
class Timeline:
    """What one run looked like: its spans, from its own time zero, and its results.

    Of a pool it may also know the `kind` of its workers, such as "threads", when it was given
    each task, when it was told to shut down, and how long a worker needs, between two tasks, to
    note one.
    """

    title: str
    spans: tuple[Span, ...]
    elapsed_s: float
    results: tuple
    kind: str = ""
    submitted_s: Mapping[str, float] = field(default_factory=dict)
    closed_s: float = 0.0
    noting_s: float = 0.0

    @property
    def workers(self) -> list[str]:
        """The workers' names, in the order in which they began."""
        return list(dict.fromkeys(span.worker for span in sorted(self.spans, key=_start)))

    @property
    def cores_used(self) -> float:
        """CPU time of all tasks, divided by the time from the first start to the last end."""
        if not self.spans:
            return 0.0
        busy_s = max(span.end_s for span in self.spans) - min(map(_start, self.spans))
        return sum(span.cpu_s for span in self.spans) / busy_s if busy_s else 0.0


def _start(span: Span) -> float:
    return span.start_s


@dataclass(frozen=True)
class Measurement:
    """The repeated timings of one contender, in seconds.

    `cores_used` has one number for each repeat if the contender returned a Timeline, and `last`
    is the Timeline of the last repeat.
    """

    name: str
    times_s: tuple[float, ...]
    cores_used: tuple[float, ...] = ()
    last: Timeline | None = None

    @property
    def median_s(self) -> float:
        """The middle of the timings: what a usual run takes."""
        from statistics import median  # here, since no worker needs it: each starts sooner

        return median(self.times_s)

    @property
    def fastest_s(self) -> float:
        """The shortest timing: the run that was disturbed least."""
        return min(self.times_s)

    @property
    def slowest_s(self) -> float:
        """The longest timing."""
        return max(self.times_s)

    def to_dict(self) -> dict:
        """Return the record as plain numbers, strings and lists, ready for JSON."""
        return {
            "name": self.name,
            "median_s": self.median_s,
            "fastest_s": self.fastest_s,
            "slowest_s": self.slowest_s,
            "times_s": list(self.times_s),
            "cores_used": list(self.cores_used),
        }
