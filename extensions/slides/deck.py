"""Slides in their order, and the rule for what stands together on one."""

import math
import re
from dataclasses import dataclass, field

from extensions.slides.blocks import HEIGHT_PX, Block
from extensions.slides.source import text_of

TITLE_LINE_PX, TITLE_LETTERS = 54, 48
FEW_WORDS = 240  # characters of a paragraph that may stand on a slide


@dataclass
class Slide:
    """One slide; `kind` is its class, `anchor` the section that begins with it."""

    kind: str
    title: str
    anchor: str | None = None
    blocks: list[Block] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def room_px(self) -> int:
        more_lines = math.ceil(len(text_of(self.title)) / TITLE_LETTERS) - 1
        taken = sum(block.height_px for block in self.blocks)
        return HEIGHT_PX - more_lines * TITLE_LINE_PX - taken

    def takes(self, block: Block, kind: str | None) -> bool:
        """Tell whether a block may join: a claim what it speaks of, a text the same answer."""
        alone = not self.blocks or any(p.kind in ("figure", "claim") for p in self.blocks)
        fits = block.kind == "claim" or (kind == self.kind and block.kind == "text")
        return fits and not alone and block.height_px <= self.room_px


class Deck:
    """The slides of one chapter, in the making.

    What was to be said before the first slide of a section is kept for it, so that no word of
    the chapter is lost; so is a sentence that leads to the next slide with a colon.
    """

    def __init__(self) -> None:
        self.slides: list[Slide] = []
        self._said: list[str] = []
        self._anchor, self._title = None, ""

    def begin(self, anchor: str, title: str) -> None:
        """Begin a section: its next slide bears its anchor, all its slides its title."""
        self.end()
        self._anchor, self._title = anchor, title

    def end(self) -> None:
        """End a section; one of words alone shows its title, and its first ones if they are few."""
        if self._anchor:
            first = self._said[:1]
            few = [p for p in first if p.startswith("<p>") and len(text_of(p)) <= FEW_WORDS]
            self._said = self._said[len(few) :]
            self.add("words", *[Block("text", html, HEIGHT_PX) for html in few])
        elif self.slides:
            self._hand_over()

    def add(self, kind: str, *blocks: Block, title: str | None = None) -> None:
        self.slides.append(Slide(kind, title or self._title, self._anchor, list(blocks)))
        self._anchor = None
        self._hand_over()

    def show(self, block: Block, kind: str | None = None, title: str | None = None) -> None:
        """Put a block onto the last slide if it belongs there, or onto a new one."""
        last = self.slides[-1]
        if self._anchor is None and last.takes(block, kind):
            last.blocks.append(block)
            self._hand_over()
        else:
            self.add(kind or block.kind, block, title=block.title or title)

    def say(self, html: str) -> None:
        """Keep something for the speaker."""
        self._said.append(html)
        if self._anchor is None and not re.search(r":\s*(</\w+>\s*)*$", html):
            self._hand_over()

    def _hand_over(self) -> None:
        """Give the last slide all that is kept."""
        self.slides[-1].notes += self._said
        self._said = []
