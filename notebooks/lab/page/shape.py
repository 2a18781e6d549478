"""The shape of a work as plain data: when each worker was running, for a picture elsewhere."""

from collections.abc import Mapping

from lab import machine
from lab.page.turns import as_seen
from lab.records import Span, Timeline


def shapes_of(runs: Mapping[str, Timeline]) -> dict:
    """Return {name: seconds, cores used, usable cores, [worker, start, end] in ms} of runs.

    Turns that a picture of all runs could not tell apart are joined, as a player joins them.
    """
    window_s = (0.0, max(run.elapsed_s for run in runs.values()))
    seen = as_seen(runs.values(), window_s)
    return {name: _shape(run) for name, run in zip(runs, seen, strict=True)}


def _shape(run: Timeline) -> dict:
    slices = [
        [run.workers.index(span.worker), round(1000 * start_s), round(1000 * end_s)]
        for span in run.spans
        for start_s, end_s in _pieces(span)
    ]
    of_cores = machine.usable_cores()
    return {"s": run.elapsed_s, "cores": run.cores_used, "of_cores": of_cores, "slices": slices}


def _pieces(span: Span) -> tuple[tuple[float, float], ...]:
    return span.slices or ((span.start_s, span.end_s),)
