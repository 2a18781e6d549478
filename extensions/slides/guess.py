"""Draw a question for a room, and its answer: one picture, at first with what is asked left empty.

A question of numbers has a bar for each. One of choices has a numbered box for each, so that
a room can show its fingers.
"""

import json
from html import escape

from bs4 import Tag

from extensions.slides.blocks import HEIGHT_PX, SMALL_PX, Block, code_block, height_of
from extensions.slides.source import Source, words_of

QUESTION_PX, BOX_TYPE_PX = 36, 32  # the type of a question, and of its boxes
BAR_PX, BOX_PX, GAP_PX = 64, 38, 28  # of a bar, of a box around its lines, between two pieces


def asked(source: Source, prediction: Tag, program: Tag | None) -> list[Block]:
    """Return a question with its picture, below the program that it is about, if that is short."""
    text, picture = source.whole(prediction.p), picture_of(source, prediction)
    if picture is None:
        return [Block("text", text, HEIGHT_PX)]
    height = height_of(words_of(prediction.p), QUESTION_PX) + GAP_PX + picture.height_px
    question = Block("text", text + picture.html, height)
    code = program and code_block(source, program, SMALL_PX)
    fits = code and code.height_px + GAP_PX + height <= HEIGHT_PX
    return [code, question] if fits else [question]


def picture_of(source: Source, prediction: Tag, told: bool = False) -> Block | None:
    """Return the bars or boxes of a question; None where there are none, or nothing to tell."""
    answer = json.loads(prediction.details.get("data-answer", "{}")) if prediction.details else {}
    boxes = prediction.select("ul.choices > li")
    if answer.get("bars"):
        return bars(answer, told)
    if not boxes or (told and answer.get("right") is None):
        return None
    return choices(source, boxes, answer["right"] if told else None)


def choices(source: Source, boxes: list[Tag], right: int | None) -> Block:
    """Return a numbered box for each choice; the right one is marked when it is told."""
    rows = "".join(
        f"<li{' class=right' * (number == right)}>{source.inner(box)}</li>"
        for number, box in enumerate(boxes)
    )
    look = "choices" if right is None else "choices told"
    height = sum(height_of(f"1. {words_of(box)} ✓", BOX_TYPE_PX) + BOX_PX for box in boxes)
    return Block("text", f'<ol class="{look}">{rows}</ol>', height)


def bars(answer: dict, told: bool) -> Block:
    """Return a bar for what is known, and an empty one for what is asked, or all to one scale."""
    unit, known, asked = answer["unit"], answer["given"], answer["bars"]
    known = [bar for bar in known if bar["value"] is not None]
    if told:
        measured = [bar for bar in known + asked if bar["value"] is not None]
        most = max((bar["value"] for bar in measured), default=0) or 1  # all may be 0
        rows = [row(bar, shown(bar["value"], unit), bar["value"] / most) for bar in measured]
    else:
        rows = [row(bar, shown(bar["value"], unit), look="known") for bar in known]
        rows += [row(bar, "?") for bar in asked]
    look = "guess told" if told else "guess"
    return Block("text", f'<div class="{look}">{"".join(rows)}</div>', BAR_PX * len(rows))


def row(bar: dict, text: str, share: float | None = None, look: str = "") -> str:
    """Return a bar with its label; without a share, how long it is says nothing."""
    kind = f"{bar['kind']} {look}".strip()
    scale = "" if share is None else f' style="--share: {share:.3f}"'
    return f'<span>{escape(bar["label"])}</span><i class="{kind}"{scale}><b>{escape(text)}</b></i>'


def shown(value: float, unit: str) -> str:
    """Return a value with as many digits as count, as on the page."""
    digits = 2 if value < 10 else 3
    return f"{float(f'{value:.{digits}g}'):,g} {unit}".strip()
