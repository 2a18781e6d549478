"""Put a table onto as many slides as it takes, each with the table's head."""

import textwrap
from itertools import zip_longest

from bs4 import Tag

from extensions.slides.blocks import HEIGHT_PX, SMALL_PX, WIDTH_PX, Block, without_a_single
from extensions.slides.source import Source, words_of

COLUMN_GAP_PX, ROW_GAP_PX = 22, 18
LETTER_PX, LINE_PX = 0.6 * SMALL_PX, round(1.4 * SMALL_PX)
MOST_ROWS = 12


def table_blocks(source: Source, tag: Tag) -> list[Block]:
    """Return the parts of a table; none if it has too many rows, or columns for its words."""
    tags = tag.find_all("tr")
    rows = [[words_of(cell) for cell in row.find_all(["td", "th"])] for row in tags]
    columns = list(zip_longest(*rows, fillvalue=""))
    words = [max(len(w) for text in column for w in text.split() or [""]) for column in columns]
    room = (WIDTH_PX - len(columns) * COLUMN_GAP_PX) / LETTER_PX
    if sum(words) > room or len(rows) > MOST_ROWS + 1:
        return []
    shares = share_out([max(map(len, column)) for column in columns], words, room)
    heights = [height_of(row, shares) for row in rows]
    return [
        Block("table", source.whole(_table(tags[0], [tags[n] for n in part])), height)
        for part, height in parts_of(heights)
    ]


def share_out(wanted: list[int], least: list[int], room: float) -> list[float]:
    """Return how many letters fit into a line of each column, as a browser shares out the room.

    None is narrower than its longest word; what is left goes to those who want more. Lines break
    unevenly, so a tenth of the room stays empty.
    """
    lacking = sum(wanted) - sum(least)
    part = min(1.0, max(0.0, 0.9 * room - sum(least)) / lacking) if lacking else 1.0
    return [low + part * (want - low) for want, low in zip(wanted, least, strict=True)]


def height_of(row: list[str], shares: list[float]) -> int:
    """Return the height of a row whose columns have room for so many letters."""
    lines = [
        len(textwrap.wrap(text, max(1, int(share))))
        for text, share in zip(row, shares, strict=False)
    ]
    return max(1, *lines) * LINE_PX + ROW_GAP_PX


def parts_of(heights: list[int]) -> list[tuple[list[int], int]]:
    """Return [(numbers of rows, their height with the head)] for the slides; row 0 is the head."""
    head, parts, room = heights[0] + 24, [[]], HEIGHT_PX - heights[0] - 24
    for number, height in enumerate(heights[1:], 1):
        room -= height
        if room < 0 and parts[-1]:
            parts.append([])
            room = HEIGHT_PX - head - height
        parts[-1].append(number)
    return [(part, head + sum(heights[n] for n in part)) for part in without_a_single(parts)]


def _table(head: Tag, rows: list[Tag]) -> str:
    body = "".join(map(str, rows))
    return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"
