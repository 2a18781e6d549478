"""Put the ladder of costs onto slides: a few rungs on each, all on one scale."""

from bs4 import Tag

from extensions.slides.blocks import HEIGHT_PX, Block

MOST_RUNGS = 8


def ladder_blocks(scale: Tag) -> list[Block]:
    """Return the parts of a ladder, about as long as one another, each with the scale above."""
    rungs = scale.select(".ladder > li")
    parts = -(-len(rungs) // MOST_RUNGS)
    length = -(-len(rungs) // parts)
    marks = scale.find(class_="decades")
    return [
        Block("table", _ladder(scale["style"], marks, rungs[start : start + length]), HEIGHT_PX)
        for start in range(0, len(rungs), length)
    ]


def _ladder(style: str, marks: Tag, rungs: list[Tag]) -> str:
    items = "".join(map(str, rungs))
    return f'<div class="scale" style="{style}">{marks}<ul class="ladder">{items}</ul></div>'
