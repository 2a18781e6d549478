"""Read what a lab measured from the notebook that the build executed.

The instruments leave their values, claims and figures in a notebook's outputs, each under a
name (see `notebooks/lab/glue.py`). This module knows that format and nothing about Sphinx.
"""

import ast
import functools
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

VALUE_MIME = "application/papermill.record/text/plain"
"""The mime type under which a glued value stands, as its `repr`."""

_STEP = re.compile(r"\.([^.\[\]]+)|\[([^\]]+)\]")


@dataclass(frozen=True)
class Figure:
    """One glued figure: its complete HTML, the text that stands in for it, and what it shows."""

    html: str
    alt: str
    caption: str
    title: str = ""


@dataclass(frozen=True)
class LabResults:
    """Everything one lab glued, and what its run tells beside.

    `error` is the record of the cell that failed, or None; `wordless` has the ids of the cells that
    show a picture without words; `cells` leads from "claim:name" or "figure:name" to its cell's id.
    """

    values: dict = field(default_factory=dict)
    figures: dict = field(default_factory=dict)
    claims: dict = field(default_factory=dict)
    cells: dict = field(default_factory=dict)
    error: dict | None = None
    wordless: tuple[str, ...] = ()

    @property
    def provenance(self):
        """Return the line that says when and on what machine the lab ran, or None."""
        return self.values.get("provenance")

    def value(self, path):
        """Return the value at `path`: a name, with `.key` or `[index]` steps into it.

        Raises KeyError when the lab glued no such name or the value has no such part.
        """
        name = max((n for n in self.values if _leads(n, path)), key=len, default=None)
        if name is None:
            raise KeyError(path)
        value = self.values[name]
        for key, index in _STEP.findall(path[len(name) :]):
            value = _part(value, key or index)
        return value


def read_results(path):
    """Read the executed notebook at `path` and return its LabResults.

    A file that has not changed is read once. Raises OSError when there is no such file.
    """
    path = Path(path)
    return _read(path, path.stat().st_mtime_ns)


@functools.lru_cache(maxsize=64)
def _read(path, _changed_ns):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    run = notebook["metadata"].get("lab_run", {})
    return results_of(notebook["cells"], run.get("error"), tuple(run.get("wordless", ())))


def results_of(cells, error=None, wordless=()):
    """Return the LabResults of executed cells."""
    results = LabResults(error=error, wordless=wordless)
    for cell in cells:
        for output in cell.get("outputs", ()):
            name = output.get("metadata", {}).get("scrapbook", {}).get("name")
            if name:
                _keep(results, name, output)
                results.cells[name] = cell.get("id")
    return results


def _keep(results, name, output):
    """File one glued output under its kind."""
    kind, _, bare_name = name.rpartition(":")
    data, lab = output["data"], output["metadata"].get("lab", {})
    if kind == "figure":
        html, text = _text(data["text/html"]), _text(data.get("text/plain", ""))
        figure = Figure(html, lab.get("alt", text), lab.get("caption", ""), lab.get("title", ""))
        results.figures[bare_name] = figure
    elif kind == "claim":
        results.claims[bare_name] = _literal(data[VALUE_MIME])
    elif VALUE_MIME in data:
        results.values[name] = _literal(data[VALUE_MIME])


def _text(value):
    """Return a notebook's text, which may be stored as a list of lines."""
    return value if isinstance(value, str) else "".join(value)


def _literal(value):
    """Return the Python value of a `repr`; one that is no literal (inf, nan) stays text."""
    text = _text(value)
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text


def _leads(name, path):
    """Tell whether `path` is `name`, or `name` followed by a step into its value."""
    return path == name or (path.startswith(name) and path[len(name)] in ".[")


def _part(value, key):
    """Return one part of a dict, list or tuple; raise KeyError if it has no such part."""
    try:
        if isinstance(value, dict):
            return value[key] if key in value else value[int(key)]
        return value[int(key)]
    except (KeyError, IndexError, TypeError, ValueError):
        raise KeyError(key) from None
