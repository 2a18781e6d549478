"""Write what stands below a player: warnings in words, and the trace for other programs."""

import json
from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import quote

from lab import machine
from lab.page.replay import tenths
from lab.records import Timeline
from lab.trace_events import trace_events
from lab.warnings_in_words import Seen, in_words


def as_html(lines: Sequence[Timeline], name: str, window_s: tuple[float, float]) -> str:
    """Return the warnings of all runs that are shown whole, and a link that downloads them all."""
    start, end = map(tenths, window_s)
    whole = [line for line in lines if start <= 0 and tenths(line.elapsed_s) <= end]
    told = "".join(warnings(whole))
    listed = f'<ul class="lab-warnings" aria-label="Warnings">{told}</ul>' if told else ""
    return f'{listed}<p class="lab-trace">{trace_link(lines, name)}</p>'


def warnings(lines: Iterable[Timeline]) -> Iterable[str]:
    """Yield what looks wrong; the site makes a link of each chapter's name."""
    cores, gil = machine.usable_cores(), machine.gil_enabled()
    for line in lines:
        for warned in in_words(Seen(line, cores, gil)):
            run, said = escape(line.title), escape(warned.sentence)
            yield f"<li><b>{run}.</b> {said} (<cite>chapter {warned.chapter}</cite>)</li>"


def trace_link(lines: Sequence[Timeline], name: str) -> str:
    """Return a link that holds the file it downloads, so that it works offline and anywhere."""
    text = json.dumps(trace_events(*lines), separators=(",", ":"))
    address = f"data:application/json,{quote(text, safe='{}[]:,')}"
    return f'<a download="{escape(name)}.json" href="{address}">Trace, to open in Perfetto</a>'
