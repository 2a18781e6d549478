"""Slides in their order, and the rule for what stands together on one."""

import math
import re
from dataclasses import dataclass, field

from extensions.slides.pieces import HEIGHT_PX, Piece
from extensions.slides.source import text_of

TITLE_LINE_PX, TITLE_LETTERS = 54, 48
FEW_WORDS = 240  # characters of a paragraph that may stand on a slide


@dataclass
class Slide:
    """One slide; `kind` is its class, `anchor` the section that begins with it."""

    kind: str
    title: str
    anchor: str | None = None
    pieces: list = field(default_factory=list)
    notes: list = field(default_factory=list)

    @property
    def room_px(self):
        more_lines = math.ceil(len(text_of(self.title)) / TITLE_LETTERS) - 1
        taken = sum(piece.height_px for piece in self.pieces)
        return HEIGHT_PX - more_lines * TITLE_LINE_PX - taken

    def takes(self, piece, kind):
        """Tell whether a piece may join: a claim what it speaks of, a text the same answer."""
        alone = not self.pieces or any(p.kind in ("figure", "claim") for p in self.pieces)
        fits = piece.kind == "claim" or (kind == self.kind and piece.kind == "text")
        return fits and not alone and piece.height_px <= self.room_px


class Deck:
    """The slides of one chapter, in the making.

    What was to be said before the first slide of a section is kept for it, so that no word of
    the chapter is lost; so is a sentence that leads to the next slide with a colon.
    """

    def __init__(self):
        self.slides, self._said, self._anchor, self._title = [], [], None, ""

    def begin(self, anchor, title):
        """Begin a section: its next slide bears its anchor, all its slides its title."""
        self.end()
        self._anchor, self._title = anchor, title

    def end(self):
        """End a section; one of words alone shows its title, and its first ones if they are few."""
        if self._anchor:
            first = self._said[:1]
            few = [p for p in first if p.startswith("<p>") and len(text_of(p)) <= FEW_WORDS]
            self._said = self._said[len(few) :]
            self.add("words", *[Piece("text", html, HEIGHT_PX) for html in few])
        elif self.slides:
            self._hand_over()

    def add(self, kind, *pieces, title=None):
        self.slides.append(Slide(kind, title or self._title, self._anchor, list(pieces)))
        self._anchor = None
        self._hand_over()

    def show(self, piece, kind=None, title=None):
        """Put a piece onto the last slide if it belongs there, or onto a new one."""
        last = self.slides[-1]
        if self._anchor is None and last.takes(piece, kind):
            last.pieces.append(piece)
            self._hand_over()
        else:
            self.add(kind or piece.kind, piece, title=title)

    def say(self, html):
        """Keep something for the speaker."""
        self._said.append(html)
        if self._anchor is None and not re.search(r":\s*(</\w+>\s*)*$", html):
            self._hand_over()

    def _hand_over(self):
        """Give the last slide all that is kept."""
        self.slides[-1].notes += self._said
        self._said = []
