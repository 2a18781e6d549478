"""Write runs down small, for a script in the page to play back: pure data, no drawing.

Times are whole numbers of tenths of a millisecond; what a Timeline holds beyond that is noise.
"""

import json
from collections.abc import Iterable
from itertools import pairwise

from lab.records import Span, Timeline

TENTHS_PER_S = 10_000


def tenths(time_s: float) -> int:
    """Return a time in tenths of a millisecond."""
    return round(time_s * TENTHS_PER_S)


def run_record(line: Timeline) -> dict:
    """Return a run as a dict of short lists.

    `spans` holds a list for each task, in the order in which they began: its name, the place of
    its worker in `workers`, its CPU time, its start, then how long it ran, waited, ran … in turn.
    """
    workers = line.workers
    return {
        "title": line.title,
        "elapsed": tenths(line.elapsed_s),
        "cores": round(line.cores_used, 2),
        "workers": workers,
        "spans": [
            [span.task, workers.index(span.worker), tenths(span.cpu_s), *_turns(span)]
            for span in sorted(line.spans, key=lambda span: span.start_s)
        ],
    }


def _turns(span: Span) -> Iterable[int]:
    """Return the start of a task, and then the lengths of its running and waiting in turn."""
    slices = span.slices or ((span.start_s, span.end_s),)
    # A task that begins by waiting has run for no time before.
    edges_s = [] if slices[0][0] <= span.start_s else [span.start_s, span.start_s]
    edges_s += [edge_s for piece in slices for edge_s in piece]
    edges_s += [span.end_s] if span.end_s > slices[-1][1] else []
    edges = [tenths(edge_s) for edge_s in edges_s]
    return [edges[0], *(after - before for before, after in pairwise(edges))]


def as_script(record: object) -> str:
    """Return JSON in a ``<script>`` element that no browser runs, and no text can break out of."""
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json">{text}</script>'
