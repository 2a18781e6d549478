"""A close-up shows whose turn it was, and how long each turn lasted."""

import xml.etree.ElementTree as ET

import pytest

from lab import svg
from lab.close_up import close_up
from lab.records import Span, Timeline

TURNS_1 = ((0.0, 0.0053), (0.0113, 0.0183))
TURNS_2 = ((0.0053, 0.0113), (0.0183, 0.022))
LINE = Timeline(
    "two turns each",
    (
        Span("one", "worker 1", 0.0, 0.0183, 0.0123, TURNS_1),
        Span("two", "worker 2", 0.0, 0.022, 0.0097, TURNS_2),
    ),
    0.022,
    (),
)


def texts(figure) -> list[str]:
    root = ET.fromstring(svg.as_svg(figure, "figure", "alt"))
    return ["".join(node.itertext()) for node in root.iter() if node.tag.endswith("}text")]


def test_a_close_up_writes_the_length_of_each_whole_turn():
    shown = texts(close_up(LINE, (0.001, 0.020)))
    assert {"6.0", "7.0", "two turns each", "0.02 s, 1.00 cores used"} <= set(shown)
    assert not {"5.3", "4.3", "3.7", "1.7"} & set(shown)


def test_a_close_up_names_whose_each_turn_was_on_a_common_row():
    window_s = (0.0001, 0.0219)
    assert [text for text in texts(close_up(LINE, window_s, "the GIL")) if text in "12"] == [
        "1", "1", "2", "2",
    ]  # fmt: skip
    assert "the GIL" not in texts(close_up(LINE, window_s))


def test_a_window_that_ends_before_it_begins_is_refused():
    """There would be nothing to see."""
    with pytest.raises(ValueError, match="end after it begins"):
        close_up(LINE, (0.2, 0.1))
