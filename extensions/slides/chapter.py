"""Read a chapter from top to bottom and make its slides: one idea each, in its own words.

What can be seen at a glance goes onto a slide: figures, short code, claims, questions and their
answers, small tables, short lists. The paragraphs around it become the speaker's notes.
"""

import re

from bs4 import Tag

from extensions.slides.blocks import (
    HEIGHT_PX,
    Block,
    claim_block,
    code_block,
    figure_block,
    list_block,
    text_block,
    without_a_single,
)
from extensions.slides.deck import Deck
from extensions.slides.guess import asked, picture_of
from extensions.slides.rungs import ladder_blocks
from extensions.slides.source import Source, classes_of, words_of
from extensions.slides.tables import table_blocks

MAKERS = {
    "figure.lab-figure": figure_block,
    "div.claim": claim_block,
    "ul": list_block,
    "ol": list_block,
    "blockquote": text_block,
}

PASSED_OVER = {"nav", "h1", "h2", "h3", "h4", "span"}
PASSED_OVER_CLASSES = {"lab-links", "provenance", "run-it", "colours"}
LISTED_BOXES = ("In this chapter", "Key points")
LAST_SECTION = "where-to-read-on"
LIST_ROOM = 400  # characters on each slide of a list that must not be left out


def blocks_of(source: Source, tag: Tag) -> list[Block]:
    """Return the Blocks made of a part of a chapter; none for what is only to be said."""
    names = [tag.name, *(f"{tag.name}.{each}" for each in classes_of(tag))]
    if "div.table-wrapper" in names:
        return table_blocks(source, tag)
    if "div.scale" in names:
        return ladder_blocks(tag)
    if is_code(tag):
        make = code_block
    else:
        make = next((MAKERS[name] for name in names if name in MAKERS), None)
    block = make and make(source, tag)
    return [block] if block else []


class Chapter:
    """The slides of one chapter, and what the deck says about it."""

    def __init__(self, source: Source) -> None:
        """Read the chapter. Raises ValueError for one that does not begin with a heading."""
        self.source, self.deck = source, Deck()
        chapter = source.article.find("section")
        if chapter is None or chapter.h1 is None:
            raise ValueError("it does not begin with a heading")
        self.name = words_of(chapter.h1)
        self.provenance, *others = [
            self.source.whole(p) for p in chapter.find_all("p", class_="provenance")
        ] or [""]
        self._begin(chapter)
        self.deck.add("title")
        for line in others:  # of further labs: the first says enough on a slide
            self.deck.say(line)
        self._read(chapter)
        self.slides = self.deck.slides

    def go_on(self, source: Source) -> None:
        """Add the slides of a further page, which may not have all that a chapter has."""
        self.source, page = source, source.article.find("section")
        self._begin(page)
        self._read(page)

    def _begin(self, section: Tag) -> None:
        heading = section.find(re.compile("^h[1-4]$"))
        self._program = None  # what the next question is about, if it is code
        self.deck.begin(section["id"], self.source.inner(heading))

    def _read(self, section: Tag) -> None:
        for tag in section.find_all(recursive=False):
            if tag.name == "section":
                self._begin(tag)
                self._read(tag)
            elif tag.name not in PASSED_OVER and not PASSED_OVER_CLASSES & classes_of(tag):
                self._take(tag)
        self.deck.end()

    def _take(self, tag: Tag) -> None:
        """Put one part of a section onto a slide, or among the things to be said."""
        if "admonition" in classes_of(tag):
            self._box(tag)
        elif is_program(tag):
            pass  # it is for its page
        elif tag.name == "details":
            self._answer(tag)
        elif tag.name == "predict-first":
            self._ask(tag)
            self._answer(tag.details)
        elif tag.name == "ul" and tag.parent.get("id") == LAST_SECTION:
            self._list_up(tag)
        else:
            self._show_or_say(tag, blocks_of(self.source, tag))
            if is_code(tag):
                self._program = tag

    def _show_or_say(self, tag: Tag, blocks: list[Block], **how: str | None) -> None:
        """Show the blocks of a part; say what cannot be shown, and a figure's caption."""
        for block in blocks:
            self.deck.show(block, **how)
        if not blocks:
            self.deck.say(self.source.whole(tag))
        elif blocks[0].kind == "figure" and tag.figcaption:
            self.deck.say(f"<p>{self.source.inner(tag.figcaption)}</p>")

    def _ask(self, prediction: Tag) -> None:
        """Put a question onto a slide of its own; its answer begins with the same picture."""
        title = words_of(prediction.p.strong.extract()).rstrip(".")
        self.deck.add("question", *asked(self.source, prediction, self._program), title=title)
        self._program = None
        if told := picture_of(self.source, prediction, told=True):
            self.deck.show(told, kind="answer", title=words_of(prediction.details.summary))

    def _answer(self, details: Tag) -> None:
        """Put the answer onto the next slide, so that the room can think first.

        A fold of another form, without a summary or with loose words, is to be said.
        """
        loose = "".join(details.find_all(string=True, recursive=False)).strip()
        if details.summary is None or loose:
            self.deck.say(self.source.whole(details))
            return
        title = words_of(details.summary)
        for tag in details.find_all(recursive=False)[1:]:  # below the summary
            if is_program(tag):
                continue
            block = text_block(self.source, tag) if tag.name == "p" else None
            blocks = [block] if block else blocks_of(self.source, tag)
            kind = "answer" if any(block.kind == "text" for block in blocks) else None
            self._show_or_say(tag, blocks, kind=kind, title=title)

    def _box(self, box: Tag) -> None:
        """Show what a chapter promises, and its key points; other boxes are to be said."""
        title, items = words_of(box.p), box.find("ul")
        if title not in LISTED_BOXES or items is None:
            self.deck.say(self.source.whole(box))
            return
        lead = items.find_previous_sibling("p").extract()
        self._list_up(items, words_of(lead))  # "You will be able to", or the box's own title
        for paragraph in box.find_all("p", recursive=False):
            if "admonition-title" not in classes_of(paragraph):
                self.deck.say(str(paragraph))

    def _list_up(self, items: Tag, title: str | None = None) -> None:
        """Show a list, on as many slides as it takes."""
        parts, room = [[]], LIST_ROOM
        for item in items.find_all("li", recursive=False):
            room -= len(words_of(item))
            if room < 0 and parts[-1]:
                parts.append([])
                room = LIST_ROOM - len(words_of(item))
            parts[-1].append(self.source.whole(item))
        for part in without_a_single(parts):
            html = f"<ul>{''.join(part)}</ul>"
            self.deck.add("points", Block("list", html, HEIGHT_PX), title=title)


def is_program(tag: Tag) -> bool:
    """Tell whether a part is a fold with a program to run."""
    return tag.name == "details" and "whole-program" in classes_of(tag)


def is_code(tag: Tag) -> bool:
    return any(name.startswith("highlight-") for name in classes_of(tag))
