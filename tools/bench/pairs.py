"""Measure two contenders in turn, and judge what came out against a target."""

import json
import statistics
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Row:
    """One line of the table: a figure, the most (or the least) it may be, and what it was.

    `measured` is None when it could not be measured; `note` then says why. `values` are the
    single measurements behind it.
    """

    what: str
    target: float
    measured: float | None
    unit: str = ""
    at_least: bool = False
    note: str = ""
    values: dict = field(default_factory=dict)

    @property
    def outcome(self):
        """Return "reached", "not reached" or "not measured"."""
        if self.measured is None:
            return "not measured"
        good = self.measured >= self.target if self.at_least else self.measured <= self.target
        return "reached" if good else "not reached"


def interleave(first, second, pairs):
    """Call two functions in turn, `pairs` times each; return the two lists of their results.

    Which one begins changes from pair to pair, so that neither profits from a warm machine.
    """
    results = {first: [], second: []}
    for number in range(pairs):
        for contender in (first, second)[:: 1 if number % 2 == 0 else -1]:
            results[contender].append(contender())
    return results[first], results[second]


def ratio_row(what, target, ours, theirs, note="", unit="×"):
    """Return the row for the median of the pairs' ratios, ours to theirs."""
    ratios = [mine / reference for mine, reference in zip(ours, theirs, strict=True)]
    values = {"ours": ours, "reference": theirs, "ratios": ratios}
    return Row(what, target, statistics.median(ratios), unit, note=note, values=values)


def missing(what, target, reason, **settings):
    """Return the row of something that could not be measured."""
    return Row(what, target, None, note=reason, **settings)


def as_table(rows):
    """Return the rows as text, in columns."""
    cells = [("what", "target", "measured", "outcome")]
    for row in rows:
        sign = "≥" if row.at_least else "≤"
        measured = "–" if row.measured is None else f"{row.measured:.4g} {row.unit}".strip()
        cells.append((row.what, f"{sign} {row.target:g} {row.unit}".strip(), measured, row.outcome))
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = []
    for number, cell in enumerate(cells):
        padded = [text.ljust(width) for text, width in zip(cell, widths, strict=True)]
        lines.append("  ".join(padded).rstrip())
        if number and rows[number - 1].note:
            lines.append(f"    {rows[number - 1].note}")
    return "\n".join(lines)


def write_json(path, rows, about):
    """Write the rows, with what they were measured on, for programs to read."""
    records = [asdict(row) | {"outcome": row.outcome} for row in rows]
    text = json.dumps({**about, "rows": records}, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
