"""A logarithmic ladder of times that the labs have measured, the shortest first.

```{ladder}
a bare call of a function = 09-failures-slow::bare_us
one task through a running pool of threads = 06-race::cost_rows[0].task_us
```

Each line is a rung: what was done, and the lab's value. The value's name says its unit. A rung
leads to its lab; a build without a value has the ladder without that rung.
"""

import math
import re
from html import escape
from typing import NamedTuple

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from extensions.book.pair_lines import link_to
from extensions.book.predict import kind_of, number_in, pairs_of
from extensions.book.show import find, missing, warn

SECONDS = {"us": 1e-6, "ms": 1e-3, "s": 1.0}
UNIT = re.compile(r"(?:^|[_.])(us|ms|s)(?=$|[.\[])")


class Rung(NamedTuple):
    """What took how long, and in which lab."""

    label: str
    seconds: float
    lab: str


class Ladder(SphinxDirective):
    """Show the ladder."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        lines = [pair for line in self.content for pair in pairs_of(line)]
        rungs = sorted(filter(None, (self.rung(*line) for line in lines)), key=lambda r: r.seconds)
        if not rungs:
            return []
        low = math.floor(math.log10(rungs[0].seconds))
        high = math.ceil(math.log10(rungs[-1].seconds))
        found = nodes.bullet_list("", classes=["ladder"])
        kinds = self.config.kinds_of_worker
        found += [item(rung, kind_of(rung.label, kinds), low, high) for rung in rungs]
        return [*decades(low, high), found, nodes.raw("", "</div>", format="html")]

    def rung(self, label: str, name: str) -> Rung | None:
        """Return one rung; None, with a warning, for a value that is not there."""
        unit = UNIT.search(name.rpartition("::")[2])
        if not unit:
            warn(self, f"ladder: the name '{name}' does not say its unit: _us, _ms or _s")
            return None
        results, bare = find(self, name, "value")
        try:
            seconds = number_in(results.value(bare)) * SECONDS[unit[1]]
        except (KeyError, ValueError):
            if re.split(r"[.\[]", bare)[0] not in results.values:  # else this system has none of it
                missing(self, "number", bare, results, results.values)
            return None
        return Rung(label, seconds, name.split("::")[0])


def item(rung: Rung, kind: str, low: int, high: int) -> nodes.list_item:
    """Return a rung as an entry of a list: what kind works, and its place on the scale."""
    share = (math.log10(rung.seconds) - low) / (high - low)
    side = "near" if share < 0.52 else "far"
    opening = f'<div class="rung {kind} {side}" style="--share: {share:.3f}">'
    text = f"<p><strong>{told(rung.seconds)}</strong> {escape(rung.label)} "
    return nodes.list_item(
        "",
        nodes.raw("", opening + text, format="html"),
        nodes.inline("", "", link_to(f"notebooks/{rung.lab}", f"lab {rung.lab[:2]}")),
        nodes.raw("", "</p></div>", format="html"),
    )


def decades(low: int, high: int) -> list[nodes.raw]:
    """Return what opens the scale, and its marks: one for each power of ten."""
    marks = "".join(
        f'<span style="--share: {(power - low) / (high - low):.3f}">{told(10.0**power)}</span>'
        for power in range(low, high + 1)
    )
    opening = f'<div class="scale" style="--decades: {high - low}">'
    scale = f'{opening}<div class="decades" aria-hidden="true">{marks}</div>'
    return [nodes.raw("", scale, format="html")]


def told(seconds: float) -> str:
    """Return a time with two digits that count and a unit: 23 µs, 5.2 ms, 0.47 s."""
    scale, unit = next(
        (pair for pair in ((1e6, "µs"), (1e3, "ms")) if seconds * pair[0] < 999.5), (1, "s")
    )
    value = float(f"{seconds * scale:.2g}")
    return f"{value:g} {unit}"
