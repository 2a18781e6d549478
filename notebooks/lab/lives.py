"""Follow futures from submit to their end: note when what happened, and draw it.

A `Life` is a call that waits at a gate, so that a lab decides when it ends. It holds events,
so it can be given to threads, not to processes.
"""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Event

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lab import workloads
from lab.style import INK, PAPER, SERIES, house_style, new_figure

RUNNING = SERIES[0]  # a thread runs it, as in all figures
# A mark for each end: full for a value, a cross for an exception, hollow for neither.
END_MARKS = {
    "returned": {"marker": "o", "color": INK},
    "raised": {"marker": "X", "color": INK},
    "cancelled": {"marker": "o", "color": INK, "markerfacecolor": PAPER},
}


@dataclass
class Life:
    """One call: what it does behind its gate, and what happened to its future when.

    `at_s` maps "submitted", "started", "done" and other notes to readings of the clock.
    """

    name: str
    outcome: Callable[[], object]
    gate: Event = field(default_factory=Event)
    started: Event = field(default_factory=Event)
    at_s: dict[str, float] = field(default_factory=dict)
    end: str = ""

    def __call__(self) -> object:
        """Be the task: say that it runs, wait at the gate, then return or raise the outcome."""
        self.note("started")
        workloads.hold(self.started, self.gate)
        return self.outcome()

    def note(self, what: str) -> None:
        """Note that this happens now. Safe from any thread."""
        self.at_s[what] = time.perf_counter()

    def finish(self, future: Future) -> None:
        """Be the future's callback: note when and how it ended."""
        self.note("done")
        self.end = how_it_ended(future)


def how_it_ended(future: Future) -> str:
    """Say in two words how a done future ended."""
    if future.cancelled():
        return "cancelled"
    error = future.exception()
    return f"returned {future.result()}" if error is None else f"raised {type(error).__name__}"


@house_style
def draw(lives: Sequence[Life]) -> Figure:
    """Draw a row for each life that has ended: dotted while pending, solid while running.

    A mark stands at its end, a triangle at each other moment that was noted.
    """
    zero_s = min(life.at_s["submitted"] for life in lives)
    last_ms = (max(life.at_s["done"] for life in lives) - zero_s) * 1000
    figure, (axis,) = new_figure(0.52 * len(lives) + 0.8)
    for row, life in enumerate(lives):
        _draw_row(axis, row, life, zero_s)
    axis.set_yticks(range(len(lives)), [f"future {life.name}" for life in lives])
    axis.set(xlim=(0, last_ms * 1.32), ylim=(len(lives) - 0.5, -0.6))
    axis.set_xlabel("milliseconds since the first submit()")
    axis.tick_params(axis="y", length=0)
    axis.spines["left"].set_visible(False)
    return figure


def _draw_row(axis: Axes, row: int, life: Life, zero_s: float) -> None:
    """Draw one life, from left to right."""
    at_ms = {what: (at_s - zero_s) * 1000 for what, at_s in life.at_s.items()}
    submitted, done = at_ms.pop("submitted"), at_ms.pop("done")
    started = at_ms.pop("started", done)
    beside = {"textcoords": "offset points", "va": "center"}
    axis.plot([submitted, started], [row, row], ":", color=INK, linewidth=2.4)
    axis.barh(row, done - started, left=started, height=0.5, color=RUNNING)
    axis.plot(done, row, markersize=8, linestyle="none", **END_MARKS[life.end.split()[0]])
    axis.annotate(life.end, (done, row), (9, 0), **beside)
    for what, tried_ms in at_ms.items():
        axis.plot(tried_ms, row - 0.36, "v", color=INK)
        axis.annotate(what, (tried_ms, row - 0.48), (6, 0), **beside)
