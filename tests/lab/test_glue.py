"""What a lab glues can be read back, and a claim is never louder than its evidence."""

import ast

import numpy as np
import pytest

from lab import glue as module
from lab.glue import PREFIX, claim, glue


@pytest.fixture
def displayed(monkeypatch):
    """Collect what would be displayed, as (data, metadata) pairs."""
    shown = []
    monkeypatch.setattr(
        module, "display", lambda data, metadata=None, raw=False: shown.append((data, metadata))
    )
    return shown


PLAIN = [1, 1.5, "text", True, None, [1, "a"], {"k": [1.5, None]}]
NUMPY = [np.float64(1.5), np.int64(2), np.str_("text"), np.bool_(True), [np.float32(0.5)]]


@pytest.mark.parametrize("value", PLAIN + NUMPY)
def test_a_glued_value_comes_back_unchanged(displayed, value):
    glue("name", value)
    ((data, metadata),) = displayed
    assert list(data) == [PREFIX + "text/plain"]
    assert metadata["scrapbook"] == {"name": "name", "mime_prefix": PREFIX}
    assert ast.literal_eval(data[PREFIX + "text/plain"]) == value


@pytest.mark.parametrize("value", [object(), {1, 2}, float("nan"), float("inf"), [b"bytes"]])
def test_what_cannot_be_read_back_is_refused(displayed, value):
    with pytest.raises((TypeError, ValueError), match="cannot glue"):
        glue("name", value)
    assert displayed == []


@pytest.mark.parametrize(
    ("holds", "reason", "status"),
    [
        (True, None, "shown"),
        (True, "the machine is busy", "shown"),
        (False, "the machine is busy", "not shown"),
        (False, None, "failed"),
    ],
)
def test_a_claim_has_three_outcomes(displayed, holds, reason, status):
    claim("name", "a < b", holds, "a was 1 & b was 2", reason)
    (record, _), (shown, _) = displayed
    verdict = ast.literal_eval(record[PREFIX + "text/plain"])
    assert verdict["status"] == status
    assert verdict["because"] == (reason if status == "not shown" else None)
    assert "a &lt; b" in shown["text/html"]
    assert "1 &amp; b" in shown["text/html"]
    assert "a < b" in shown["text/plain"]
    sign = {"shown": "✓", "not shown": "?", "failed": "✗"}[status]
    assert f">{sign}</span>" in shown["text/html"]
    words = {"shown": "Shown on", "not shown": "Not shown on", "failed": "FAILED on"}[status]
    assert f'<span class="claim-word">{words} this machine' in shown["text/html"]
