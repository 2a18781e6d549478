"""Know what of a chapter can be read from the last row, and how much of a slide it takes.

The sizes here are estimates on the safe side for the type in _static/slides.css. A test looks at
every slide in a browser and says so if one was wrong.
"""

import math
import re
from typing import NamedTuple

from bs4 import Tag

from extensions.slides.legible import type_of
from extensions.slides.source import Source, lines_of, words_of

WIDTH_PX = 1168  # of a slide, without its edges
HEIGHT_PX = 520  # below a title of one line
TEXT_PX, SMALL_PX = 34, 29
CODE_PX = range(TEXT_PX, 20, -1)  # sizes of code, the best first
LONGEST_CODE = 12  # lines
LONGEST_LIST, LONGEST_TEXT = 430, 480  # characters
_OPENING = r"((?:<div[^>]*><pre[^>]*>(?:<span></span>)?)?)"  # it stands before the first line
_COMMENT = re.compile(rf'^{_OPENING}( *)(.*\S)\s+(<span class="c1">#[^\n]*</span>)$')


class Block(NamedTuple):
    """Something on a slide: what it is, its HTML, the height that it needs, and its own title."""

    kind: str
    html: str
    height_px: int
    title: str = ""


def height_of(text: str, size_px: int) -> int:
    """Return how high a text becomes; half its size is more than its letters' mean width."""
    in_a_line = WIDTH_PX / (0.54 * size_px)
    return math.ceil(len(text) / in_a_line) * round(1.4 * size_px)


def figure_block(source: Source, tag: Tag) -> Block:
    """Return a figure without its caption, which is the speaker's.

    One that can be played keeps its player. One that a script draws from the reader's choice needs
    its page: the slide leads there.
    """
    heading = tag.find(class_="lab-title")
    title = source.inner(heading) if heading else ""
    if tag.find("pool-explorer") or not tag.find("svg"):
        place = f"{source.page}#{tag.find_parent('section')['id']}"
        caption = words_of(tag.find(class_="lab-caption"))
        link = f'<p>{caption}</p><p><a href="{place}">Try it</a></p>'
        return Block("link", link, HEIGHT_PX, title)
    player = tag.find("timeline-player")
    drawing = source.whole(player or tag.find("svg"))
    drags = " data-prevent-swipe" * bool(player)  # a finger moves the time, not the slide
    style = f' style="--type: {type_of(drawing, played=bool(player))}px"'
    html = f'<figure class="lab-figure"{style}{drags}>{drawing}</figure>'
    return Block("figure", html, HEIGHT_PX, title)


def code_block(source: Source, tag: Tag, largest_px: int = TEXT_PX) -> Block | None:
    """Return a block of code that is short enough, in the largest type that it fits in."""
    pre = source.inner(tag)
    if len(lines_of(pre)) > LONGEST_CODE:
        return None
    pre = with_short_lines(pre, int(WIDTH_PX / (0.61 * SMALL_PX)) - 3)
    lines = lines_of(pre)
    widest = max(map(len, lines))
    sizes = [size for size in CODE_PX if size <= largest_px]
    size = next((s for s in sizes if widest * 0.61 * s < WIDTH_PX - 48), sizes[-1])
    rows = sum(math.ceil(len(line) * 0.61 * size / (WIDTH_PX - 48)) or 1 for line in lines)
    code = f'<div class="code" style="font-size: {size}px">{pre}</div>'
    return Block("code", code, round(rows * size * 1.35) + 56)


def with_short_lines(pre: str, longest: int) -> str:
    """Return code with the comment of a line that is too long on a line of its own above it."""
    lines = []
    for line in pre.split("\n"):
        found = _COMMENT.match(line)
        if found and len(lines_of(line)[0]) > longest:
            opening, indent, code, comment = found.groups()
            lines += [opening + indent + comment, indent + code]
        else:
            lines.append(line)
    return "\n".join(lines)


def claim_block(source: Source, tag: Tag) -> Block:
    """Return a claim: the sentence large, its evidence below."""
    sentence, *evidence = [words_of(p) for p in tag.find_all("p")]
    height = height_of(sentence, TEXT_PX + 2) + sum(height_of(e, SMALL_PX) for e in evidence)
    return Block("claim", source.whole(tag), height + 48)


def without_a_single(parts: list[list]) -> list[list]:
    """Return the parts with company for the one thing in the last, from a part of three or more."""
    if len(parts) > 1 and len(parts[-1]) == 1 and len(parts[-2]) > 2:
        parts[-1].insert(0, parts[-2].pop())
    return parts


def list_block(source: Source, tag: Tag) -> Block | None:
    items = [words_of(item) for item in tag.find_all("li", recursive=False)]
    if sum(map(len, items)) > LONGEST_LIST or tag.find(["pre", "ul", "ol"]):
        return None
    return Block("list", source.whole(tag), sum(height_of(i, TEXT_PX) + 18 for i in items))


def text_block(source: Source, tag: Tag) -> Block | None:
    """Return a paragraph, or words that a program said, if it is not too long."""
    text = words_of(tag)
    if len(text) > LONGEST_TEXT:
        return None
    return Block("text", source.whole(tag), height_of(text, TEXT_PX) + 24)
