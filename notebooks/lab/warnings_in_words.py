"""Look at who worked when, and say in words what is probably wrong, and where to read about it.

Each rule takes what was seen, and returns a sentence, or "". A rule may be mistaken: it knows the
times of the tasks, and nothing of what they do.
"""

import itertools
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from lab.records import Span, Timeline

LONG_PART = 0.2  # of the whole run: less of it is not worth a word
FEWEST_TASKS = 4  # of fewer tasks, nothing is usual


@dataclass(frozen=True)
class Seen:
    """A run of a pool, and what one must know to judge it: the usable cores, is there a GIL."""

    line: Timeline
    cores: int
    gil: bool


@dataclass(frozen=True)
class Warned:
    """What looks wrong, in a sentence, and the chapter that explains it."""

    rule: str
    sentence: str
    chapter: str

    def __str__(self) -> str:
        return f"{self.sentence} (chapter {self.chapter})"


def in_words(seen: Seen) -> list[Warned]:
    """Return what each rule has to say, if anything; of no pool's run there is nothing to say."""
    if len(seen.line.spans) < 2 or not seen.line.kind:
        return []
    found = ((rule, rule(seen), chapter) for rule, chapter in RULES.items())
    return [Warned(rule.__name__, said, chapter) for rule, said, chapter in found if said]


def too_many_workers(seen: Seen) -> str:
    """More workers compute at once than there are cores, and the cores are all in use."""
    computing, used = len(who_computes(seen.line)), seen.line.cores_used
    if parallel(seen) and computing > seen.cores and used > 0.8 * seen.cores:
        return (
            f"{computing} workers computed, and there are {seen.cores} cores: "
            f"{seen.cores} workers would do."
        )
    return ""


def one_core_for_all(seen: Seen) -> str:
    """Threads compute, and together use one core: that is the GIL."""
    computing, used = len(who_computes(seen.line)), seen.line.cores_used
    if not parallel(seen) and computing > 1 and 0.8 < used <= 1.15:
        return (
            f"{computing} threads computed, and used {used:.2f} cores together: one thread at a "
            "time can hold the GIL. Processes could use more cores."
        )
    return ""


def short_tasks(seen: Seen) -> str:
    """A worker waits longer for its next task, which is there already, than it works on it."""
    waits_s = [wait_s for spans in by_worker(seen.line) for wait_s in waits(spans, seen)]
    if len(waits_s) < FEWEST_TASKS:
        return ""
    task_s = median(span.end_s - span.start_s for span in seen.line.spans)
    if median(waits_s) <= max(task_s, 2 * seen.line.noting_s):  # most of it may be ours
        return ""
    cure = "a chunksize" if seen.line.kind == "processes" else "more work in each call"
    return (
        f"A usual task took {1e6 * task_s:.0f} µs, and its worker waited "
        f"{1e6 * median(waits_s):.0f} µs for the next one: {cure} would help."
    )


def straggler(seen: Seen) -> str:
    """The last task runs alone for a long part of the run."""
    *_, before, last = sorted(seen.line.spans, key=lambda span: span.end_s)
    alone_s = last.end_s - max(before.end_s, last.start_s)
    whole_s = last.end_s - min(span.start_s for span in seen.line.spans)
    if len(seen.line.workers) > 1 and alone_s > LONG_PART * whole_s:
        return (
            f"Task {last.task} ran alone for the last {alone_s:.2g} s, while the other workers "
            "had nothing left: begin with the longest tasks, or part them."
        )
    return ""


def idle_tail(seen: Seen) -> str:
    """The pool stays open long after its last task."""
    idle_s = seen.line.closed_s - max(span.end_s for span in seen.line.spans)
    if idle_s > LONG_PART * seen.line.elapsed_s:
        return (
            f"The pool was open for {idle_s:.2g} s after its last task: what needs no worker "
            "can stand after the with block."
        )
    return ""


RULES: dict[Callable[[Seen], str], str] = {
    too_many_workers: "06-race",
    one_core_for_all: "01-gil",
    short_tasks: "03-map",
    straggler: "03-map",
    idle_tail: "02-executors",
}


def parallel(seen: Seen) -> bool:
    """Tell whether these workers can compute at the same time."""
    return seen.line.kind != "threads" or not seen.gil


def by_worker(line: Timeline) -> list[list[Span]]:
    """Return the spans of each worker, in their order."""
    spans = defaultdict(list)
    for span in sorted(line.spans, key=lambda span: span.start_s):
        spans[span.worker].append(span)
    return list(spans.values())


def who_computes(line: Timeline) -> list[list[Span]]:
    """Return the workers that have a fair part of all the computing: half of an equal one."""
    cpu_s = [(sum(span.cpu_s for span in spans), spans) for spans in by_worker(line)]
    fair_s = sum(each for each, _ in cpu_s) / len(cpu_s) / 2
    return [spans for each, spans in cpu_s if each > fair_s]


def waits(spans: list[Span], seen: Seen) -> list[float]:
    """Return how long a worker waited before each task that had been submitted long before."""
    return [
        later.start_s - earlier.end_s
        for earlier, later in itertools.pairwise(spans)
        if seen.line.submitted_s.get(later.task, earlier.end_s) < earlier.end_s
    ]
