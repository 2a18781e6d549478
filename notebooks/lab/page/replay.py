"""Write runs down small, for a script in the page to play back: pure data, no drawing.

Times are whole numbers of tenths of a millisecond; what a Timeline holds beyond that is noise.
"""

import json
from itertools import pairwise

from lab import machine
from lab.colours import SERIES, colour_of
from lab.records import Span, Timeline

TENTHS_PER_S = 10_000


def tenths(time_s: float, step: int = 1) -> int:
    """Return a time in tenths of a millisecond, as a multiple of `step` of them."""
    return step * round(time_s * TENTHS_PER_S / step)


def step_of(length_s: float) -> int:
    """Return how many tenths of a millisecond can be told apart in a figure of that length."""
    return 10 if length_s >= 1 else 1


def run_record(line: Timeline, step: int = 1) -> dict:
    """Return a run as a dict of short lists, with times rounded to `step` tenths.

    `colour` is the number of a CSS variable, such as ``--lab-1``; `words` are what a worker does
    at work and while it waits; `spans` holds a list for each task, in the order in which they
    began: its name, the place of its worker in `workers`, its `turns`.
    """
    return {
        "title": line.title,
        "colour": colour(line.title),
        "words": words(line),
        "workers": line.workers,
        "spans": [
            [span.task, place, *(step * number for number in turns(span, TENTHS_PER_S / step))]
            for span, place in placed(line)
        ],
    }


def colour(name: str) -> int:
    """Return the number of the colour of whatever a name speaks of."""
    return 1 + SERIES.index(colour_of(name))


def words(line: Timeline) -> tuple[str, str]:
    """Return what to say of a worker that runs, and of one that waits in the midst of a task.

    Only of a pool is it known what its workers wait for: their tasks, if looked into, compute.
    """
    if not line.kind or not any(span.slices for span in line.spans):
        return "runs", "waits"
    one_at_a_time = line.kind == "threads" and machine.gil_enabled()
    return "computes", f"waits for {'the GIL' if one_at_a_time else 'a core'}"


def placed(line: Timeline) -> list[tuple[Span, int]]:
    """Return each task with its worker's place in `workers`, in the order in which they began."""
    spans = sorted(line.spans, key=lambda span: span.start_s)
    return [(span, line.workers.index(span.worker)) for span in spans]


def turns(span: Span, parts_per_s: float = TENTHS_PER_S) -> list[int]:
    """Return the start of a task, and then the lengths of its running and waiting in turn.

    A running that stands for several turns is written as a negative number. All are whole
    numbers of so many parts of a second.
    """
    slices = span.slices or ((span.start_s, span.end_s),)
    # A task that begins by waiting has run for no time before.
    edges_s = [] if slices[0][0] <= span.start_s else [span.start_s, span.start_s]
    first = len(edges_s)  # the length of the first slice comes after these
    edges_s += [edge_s for piece in slices for edge_s in piece]
    edges_s += [span.end_s] if span.end_s > slices[-1][1] else []
    edges = [round(edge_s * parts_per_s) for edge_s in edges_s]
    lengths = [after - before for before, after in pairwise(edges)]
    for place, count in enumerate(span.turns):
        lengths[first + 2 * place] *= 1 if count == 1 else -1
    return [edges[0], *lengths]


def as_script(record: object) -> str:
    """Return JSON in a ``<script>`` element that no browser runs, and no text can break out of."""
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json">{text}</script>'
