"""Choose the size of a figure's type for a slide: read from the last row, and nothing overlaps.

The room that a text takes is estimated from its letters. Texts with a size of their own, as in
diagrams, keep it.
"""

import re
from itertools import combinations
from typing import NamedTuple

from extensions.slides.source import text_of

# A figure's room, a player's controls in it, the type that is read from the last row, a figure's
# own type in its units, and how much larger than its drawing it may become.
FIGURE_PX, CONTROLS_PX, READ_PX, FIGURE_TYPE, MOST_LARGER = (1220, 605), 52, 29, 11, 1.6
ABOVE, BELOW = 0.76, 0.24  # what of the type's size is above and below the line of writing
WIDE, NARROW, NARROW_LETTERS = 0.66, 0.38, frozenset("iljftr .,:;'|()")

_TEXT = re.compile(r"<text([^>]*)>(.*?)</text>", re.DOTALL)
_PLACE = re.compile(r'(?: x="|translate\()([-\d.]+)(?:" y="|[ ,]+)([-\d.]+)')
_ANCHOR, _OWN_SIZE = re.compile(r"text-anchor: (\w+)"), re.compile(r"font-size: ([\d.]+)px")
_ROTATED = re.compile(r"rotate\(-90")


class Text(NamedTuple):
    """A text of a drawing: where it is anchored, how, and its own size, if it has one."""

    words: str
    x: float
    y: float
    anchor: str
    size: float | None
    rotated: bool

    def box(self, size: float) -> tuple[float, float, float, float]:
        """Return its left, top, right and bottom in a type of this size."""
        size = self.size or size
        length = size * sum(NARROW if c in NARROW_LETTERS else WIDE for c in self.words)
        start = {"start": 0, "middle": -length / 2, "end": -length}[self.anchor]
        if self.rotated:
            bottom = self.y - start
            return self.x - ABOVE * size, bottom - length, self.x + BELOW * size, bottom
        left = self.x + start
        return left, self.y - ABOVE * size, left + length, self.y + BELOW * size


def type_of(drawing: str, played: bool) -> float:
    """Return the size of a figure's type, in its own units."""
    width, height = map(float, re.search(r'viewBox="\S+ \S+ (\S+) ([^"]+)"', drawing).groups())
    scale = min(FIGURE_PX[0] / width, (FIGURE_PX[1] - CONTROLS_PX * played) / height)
    edge = (FIGURE_PX[0] / scale - width) / 2  # of the slide, beside the drawing
    texts = texts_of(drawing)
    largest = min(READ_PX / scale, FIGURE_TYPE * MOST_LARGER)
    sizes = (largest - step / 10 for step in range(int(10 * (largest - FIGURE_TYPE)) + 1))
    fits = (size for size in sizes if fit(texts, size, -edge, width + edge))
    return round(next(fits, FIGURE_TYPE), 2)


def texts_of(drawing: str) -> list[Text]:
    found = []
    for attributes, inner in _TEXT.findall(drawing):
        x, y = map(float, _PLACE.search(attributes).groups())
        anchor, own = _ANCHOR.search(attributes), _OWN_SIZE.search(attributes)
        found.append(
            Text(
                text_of(inner).strip(), x, y, anchor[1] if anchor else "start",
                float(own[1]) if own else None, bool(_ROTATED.search(attributes)),
            )
        )  # fmt: skip
    return found


def fit(texts: list[Text], size: float, left: float, right: float) -> bool:
    """Tell whether no text runs into another one, or out of the slide."""
    boxes = [text.box(size) for text in texts]
    inside = all(left <= box[0] and box[2] <= right for box in boxes)
    return inside and not any(overlap(*pair) for pair in combinations(boxes, 2))


def overlap(one: tuple, other: tuple) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    along = min(one[3], other[3]) - max(one[1], other[1])
    return across > 0 and along > 0
