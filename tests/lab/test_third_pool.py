"""Test the record of a pool of interpreters, which older Pythons show in its place."""

import json
import logging
import sys

import pytest

from lab import third_pool


@pytest.fixture
def record(root):
    path = root / "notebooks" / "results" / "02-interpreter-pool.json"
    return json.loads(path.read_text(encoding="utf-8"))


def test_record_has_every_call_and_says_where_it_was_made(record):
    assert [row["call"] for row in record["rows"]] == list(third_pool.CALLS)
    assert "CPython 3.1" in record["provenance"]


@pytest.mark.skipif(sys.version_info < (3, 14), reason="the pool is new in Python 3.14")
def test_record_is_what_this_python_does(record, caplog):
    with caplog.at_level(logging.CRITICAL + 1, logger="concurrent.futures"):
        seen = third_pool.describe()
    for each in (record, seen):
        del each["provenance"]
        each["rows"][1]["outcome"] = each["rows"][1]["outcome"].rstrip("0123456789")
    assert seen == record
