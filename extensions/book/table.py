"""Show a glued list of rows as a table.

    ```{lab-table} costs
    :header: kind=Pool, task_us:.0f=One task (µs)
    ```

Each entry of `:header:` is `key`, `key=Title` or `key:format=Title`; keys that are not named
are left out. Without it all keys of the first row are shown. Rows that are lists are counted
from 0: `0=Pool, 1:.0f=One task (µs)`. A format or title can hold no comma; `_d` shows one between
thousands. A number and its unit stay on one line.

    ```{record-table} one-server
    ```

shows in the same way the `rows` that are kept in ``notebooks/results/one-server.json``, and below
them its `provenance`.
"""

import json
import re
from pathlib import Path
from types import MappingProxyType

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from extensions.book.show import DASH, find, missing, warn

_BEFORE_UNIT = re.compile(r"(?<=\d) (?=(?:ms|s|µs|[kM]B|×)(?!\w))")


class LabTable(SphinxDirective):
    """Show one list of dicts, or of lists, as a table."""

    required_arguments = 1
    option_spec = MappingProxyType({"header": directives.unchanged_required})

    def run(self):
        results, name = find(self, self.arguments[0], "table")
        try:
            rows = results.value(name)
        except KeyError:
            dash = missing(self, "value", name, results, results.values)
            return [nodes.paragraph("", "", dash)]
        return self._show(rows)

    def _show(self, rows):
        try:
            rows = [_as_dict(row) for row in rows]
            columns = _columns(self.options.get("header"), rows)
            body = [[_cell(row[key], spec) for key, spec, _ in columns] for row in rows]
        except KeyError as problem:
            return self._refuse(f"a row has no {problem}")
        except (TypeError, ValueError, IndexError) as problem:
            return self._refuse(str(problem))
        marks = [_marks(row[key] for row in rows) for key, _, _ in columns]
        return [_table([title for _, _, title in columns], body, marks)]

    def _refuse(self, reason):
        warn(self, f"'{self.arguments[0]}' cannot be shown as this table: {reason}")
        return [nodes.paragraph("", DASH)]


class RecordTable(LabTable):
    """Show the rows of a recorded run as a table, and when and where it was recorded."""

    def run(self):
        path = Path(self.env.srcdir, "notebooks", "results", f"{self.arguments[0]}.json")
        self.env.note_dependency(path)
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            rows, provenance = record["rows"], record["provenance"]
        except (OSError, ValueError, KeyError) as problem:
            return self._refuse(f"{path.name} cannot be read: {problem}")
        return [*self._show(rows), nodes.paragraph("", provenance, classes=["lab-provenance"])]


def _as_dict(row):
    """Return the row by its keys; a list's keys are the numbers from "0"."""
    if isinstance(row, dict):
        return {str(key): value for key, value in row.items()}
    return {str(index): value for index, value in enumerate(row)}


def _columns(header, rows):
    """Return (key, format, title) for each column."""
    entries = header.split(",") if header else rows[0]
    columns = []
    for entry in entries:
        wanted, _, title = entry.strip().partition("=")
        key, _, spec = wanted.strip().partition(":")
        columns.append((key, spec, title.strip() or key))
    return columns


def _cell(value, spec):
    """Return a value's text; a number without a format gets three significant digits."""
    if value is None:
        return DASH
    if isinstance(value, float) and not spec:
        spec = ".3g"
    text = format(value, spec)
    if "_" in spec:
        text = text.replace("_", ",")
    return _BEFORE_UNIT.sub("\N{NO-BREAK SPACE}", text)


def _marks(values):
    """Return the classes of a column: numbers stand at its right edge, digit under digit."""
    kinds = {type(value) for value in values if value is not None}
    return ["number"] if kinds and kinds <= {int, float} else []


def _table(titles, body, marks):
    """Return a table node with one head row; `marks` are the classes of each column's cells."""
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in titles), cols=len(titles))
    group += nodes.thead("", _row(titles, marks))
    group += nodes.tbody("", *(_row(cells, marks) for cells in body))
    return nodes.table("", group, classes=["lab-table"])


def _row(cells, marks):
    """Return a row node of plain texts."""
    pairs = zip(cells, marks, strict=True)
    entries = (nodes.entry("", nodes.paragraph("", cell), classes=kind) for cell, kind in pairs)
    return nodes.row("", *entries)
