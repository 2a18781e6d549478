"""Fit a run to a figure: join turns that are too short to be seen, leave out what lies outside.

Records go in and come out, pure data. A busy machine cuts a run into thousands of turns, and a
figure is a few hundred points wide; so what is drawn and shipped has a bound.
"""

import zlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise

from lab.records import Span, Timeline

# A stretch of time: its start and its end, in seconds.
Piece = tuple[float, float]
# So many turns side by side in one row can still be told apart, on a telephone as well.
MOST_IN_A_ROW = 150
# What all turns of a figure may weigh, compressed, for a page has to carry several figures. Two
# threads that take turns steadily stay below it for seconds; a busy machine's turns do not.
MOST_BYTES = 160


def clipped(pieces: Iterable[Piece], window_s: Piece) -> list[Piece]:
    """Keep the parts of the pieces that lie inside the window."""
    cut = [(max(start, window_s[0]), min(end, window_s[1])) for start, end in pieces]
    return [(start, end) for start, end in cut if end > start]


def as_seen(lines: Iterable[Timeline], window_s: Piece) -> list[Timeline]:
    """Return runs as one figure of the window from `window_s[0]` to `window_s[1]` shows them.

    In a row slices begin at least 1/`MOST_IN_A_ROW` of the window apart, and farther if all of
    them would weigh more than `MOST_BYTES`. Where turns were shorter, a slice stands for several:
    it is as long as they were together, and so is the waiting after it.
    """
    near = [_changed(line, lambda span: _near(span, window_s)) for line in lines]
    length_s = window_s[1] - window_s[0]
    shortest_s = length_s / MOST_IN_A_ROW
    while True:
        seen = [_changed(line, lambda span, s=shortest_s: _joined(span, s)) for line in near]
        if shortest_s > length_s or _weight(seen, length_s) <= MOST_BYTES:
            return seen
        shortest_s *= 1.1


def _weight(lines: Iterable[Timeline], length_s: float) -> int:
    """Return how many bytes the lengths of all turns and waits take, written and compressed."""
    lengths = []
    for line in lines:
        for span in line.spans:
            edges = [round(1000 * edge_s / length_s) for piece in span.slices for edge_s in piece]
            lengths += [after - before for before, after in pairwise(edges)]
    return len(zlib.compress(str(lengths).encode()))


def _changed(line: Timeline, change: Callable[[Span], Span]) -> Timeline:
    """Return a run with each of its spans changed."""
    return replace(line, spans=tuple(map(change, line.spans)))


def most_turns(lines: Iterable[Timeline]) -> int:
    """Return the largest number of turns that one slice of the runs stands for."""
    return max((turns for line in lines for span in line.spans for turns in span.turns), default=1)


def _near(span: Span, window_s: Piece) -> Span:
    """Keep the slices inside the window, and one more at either side to tell what comes next."""
    ended = sum(end_s <= window_s[0] for _, end_s in span.slices)
    begun = sum(start_s < window_s[1] for start_s, _ in span.slices)
    return replace(span, slices=span.slices[max(0, ended - 1) : begun + 1])


def _joined(span: Span, shortest_s: float) -> Span:
    """Join slices until each begins at least `shortest_s` after the one before."""
    groups = []
    for piece in span.slices:
        if groups and piece[0] - groups[-1][0][0] < shortest_s:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    slices = (
        (group[0][0], group[0][0] + sum(end_s - start_s for start_s, end_s in group))
        for group in groups
    )
    return replace(span, slices=tuple(slices), turns=tuple(map(len, groups)))
