"""Test how an executed lab's results are read back and put into words."""

import json
import os

import pytest

from extensions.book import table
from extensions.labs.results import VALUE_MIME, read_results


def output(name, data, **metadata):
    """Return a notebook's output that carries something under a name."""
    return {
        "output_type": "display_data",
        "data": data,
        "metadata": {"scrapbook": {"name": name}, **metadata},
    }


@pytest.fixture
def executed(tmp_path):
    claim = {"sentence": "It does.", "status": "shown", "evidence": "2 of 2", "because": None}
    outputs = [
        output("cost", {VALUE_MIME: repr({"threads": 1.5, 4: "four"})}),
        output("cost.median", {VALUE_MIME: "7"}),
        output("rows", {VALUE_MIME: ["[1,", " 2]"]}),
        output("endless", {VALUE_MIME: "inf"}),
        output("claim:does", {VALUE_MIME: repr(claim)}),
        output("figure:line", {"text/html": "<svg>", "text/plain": "a line"}, lab={"alt": "A"}),
    ]
    path = tmp_path / "lab.ipynb"
    cells = [{"cell_type": "code", "outputs": outputs}, {"cell_type": "markdown"}]
    path.write_text(json.dumps({"metadata": {}, "cells": cells}))
    return path


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("cost.threads", 1.5),
        ("cost[threads]", 1.5),
        ("cost.4", "four"),
        ("cost.median", 7),
        ("rows[1]", 2),
        ("rows", [1, 2]),
        ("endless", "inf"),
    ],
)
def test_value_is_found_by_its_name_and_steps_into_it(executed, path, value):
    assert read_results(executed).value(path) == value


@pytest.mark.parametrize("path", ["cos", "costs", "cost.processes", "rows[2]", "rows.first", ""])
def test_value_that_is_not_there_is_a_key_error(executed, path):
    with pytest.raises(KeyError):
        read_results(executed).value(path)


def test_claims_and_figures_are_kept_apart_from_values(executed):
    results = read_results(executed)
    assert results.claims["does"]["status"] == "shown"
    assert (results.figures["line"].html, results.figures["line"].alt) == ("<svg>", "A")
    assert results.provenance is None
    assert results.error is None


def test_results_follow_the_file(executed):
    assert read_results(executed).value("rows") == [1, 2]
    executed.write_text(executed.read_text().replace(" 2]", " 3]"))
    os.utime(executed, ns=(0, executed.stat().st_mtime_ns + 1_000_000_000))
    assert read_results(executed).value("rows") == [1, 3]


def test_table_header_chooses_formats_and_names_the_columns():
    columns = table._columns("kind=Pool, time_s:.2f=Time (s),n", [])
    assert columns == [("kind", "", "Pool"), ("time_s", ".2f", "Time (s)"), ("n", "", "n")]
    assert table._columns(None, [{"a": 1, "b": 2}]) == [("a", "", "a"), ("b", "", "b")]


@pytest.mark.parametrize(
    ("value", "spec", "text"),
    [
        (1.23456, "", "1.23"),
        (1.23456, ".1f", "1.2"),
        (1000, ",", "1,000"),
        (85647, "_d", "85,647"),
        (None, "", "—"),
        ("1.5 ms (2)", "", "1.5\N{NO-BREAK SPACE}ms (2)"),
        ("2 seconds", "", "2 seconds"),
    ],
)
def test_table_cell_has_its_format_or_three_digits(value, spec, text):
    assert table._cell(value, spec) == text


@pytest.mark.parametrize(
    ("values", "marks"),
    [([1, 2.5, None], ["number"]), (["1 → 2", "3"], []), ([True, False], []), ([None], [])],
)
def test_only_a_column_of_numbers_stands_at_the_right_edge(values, marks):
    assert table._marks(values) == marks
