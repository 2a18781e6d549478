"""Draw a question for a room: a bar for what is known, and an empty one for each to be guessed."""

import json
from html import escape

from bs4 import Tag


def picture_of(details: Tag | None) -> str:
    """Return the HTML of the bars that a question asks for, or "" for another question."""
    answer = json.loads(details.get("data-answer", "{}")) if details else {}
    if not answer.get("bars"):
        return ""
    known = [row(bar, f"{bar['value']:.3g} {answer['unit']}", "known") for bar in answer["given"]
             if bar["value"] is not None]  # fmt: skip
    asked = [row(bar, "?") for bar in answer["bars"]]
    return f'<div class="guess">{"".join(known + asked)}</div>'


def row(bar: dict, text: str, look: str = "") -> str:
    """Return a bar with its label; how long it is says nothing."""
    kind = f"{bar['kind']} {look}".strip()
    return f'<span>{escape(bar["label"])}</span><i class="{kind}">{escape(text)}</i>'
