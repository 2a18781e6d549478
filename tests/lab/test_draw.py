"""Figures show what the records hold, and become SVG that a page can own."""

import gzip
import itertools
import random
import re
import xml.etree.ElementTree as ET

import pytest
from matplotlib.colors import to_hex

from lab import curves, diagram, draw, style, svg
from lab.page import turns
from lab.records import Measurement, Span, Timeline

SPANS = (
    Span("one", "worker 1", 0.0, 1.0, 0.5, ((0.0, 0.2), (0.4, 1.0))),
    Span("two", "worker 2", 0.1, 0.9, 0.4),
)
LINE = Timeline("two threads", SPANS, 1.0, (True, False))


def texts(figure) -> list[str]:
    root = ET.fromstring(svg.as_svg(figure, "figure", "alt"))
    return ["".join(node.itertext()) for node in root.iter() if node.tag.endswith("}text")]


def test_a_timeline_names_its_run_workers_and_tasks():
    shown = texts(draw.timeline(LINE))
    for expected in ("two threads", "worker 1", "worker 2", "one", "two", "seconds"):
        assert expected in shown
    assert any(text.startswith("1.00 s, 0.90 cores used") for text in shown)


def test_a_close_up_leaves_out_what_lies_outside():
    shown = texts(draw.timeline(LINE, window_s=(0.0, 0.05)))
    assert {"worker 1", "worker 2", "milliseconds"} <= set(shown)
    assert not {"one", "two"} & set(shown), "a name would hide a part of a block"


def test_a_timeline_without_runs_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        draw.timeline()


def test_bars_and_curves_show_their_names_and_numbers():
    shown = texts(draw.bars({"a": Measurement("a", (1.0, 2.04, 4.0)), "b": 3}))
    assert {"a", "b", " 2.04", " 3", "seconds"} <= set(shown)
    shown = texts(draw.bars({"a": 0.99}, "cores used", "{:.1f}"))
    assert {"a", " 1.0", "cores used"} <= set(shown)
    shown = texts(curves.draw({"threads": {1: 1.0, 2: 1.1}}, "workers", "speed-up"))
    assert {"threads", "workers", "speed-up"} <= set(shown)


def test_a_bar_has_the_colour_of_whoever_its_name_or_kind_speaks_of():
    def colours(values, **options):
        bars = draw.bars(values, "cores used", **options).axes[0].patches
        return [to_hex(bar.get_facecolor()) for bar in bars]

    assert colours({"2 processes": 1.8, "2 threads": 1.0}) == [style.SERIES[1], style.SERIES[0]]
    kinds = dict.fromkeys(("hashing", "sorting"), "threads")
    assert colours({"hashing": 1.8, "sorting": 1.0}, kinds=kinds) == [style.SERIES[0]] * 2


def test_short_times_are_shown_in_milliseconds():
    """In seconds, bars of 76 and 77 ms would both be called 0.08."""
    shown = texts(draw.bars({"a": Measurement("a", (0.07, 0.0761, 0.08)), "b": 0.077}))
    assert {" 76.1", " 77", "milliseconds"} <= set(shown)


def test_the_page_owns_the_colours():
    html = svg.framed(svg.as_svg(draw.timeline(LINE), "name", "alt"), "caption", "note")
    assert style.INK not in html
    assert style.PAPER not in html
    assert "currentColor" in html
    assert "var(--lab-1, " in html
    assert "#000000" not in html
    assert "#ffffff" not in html


def lines_in(drawing):
    """Return (left, right, dashes) of each thick line, in points; no dashes: it is solid."""
    lines = re.findall(r'd="M(\S+) \S+?H([^"]+)"(?: stroke-dasharray="([^"]*)")?', drawing)
    return [(float(a), float(b), [float(dash) for dash in c.split()]) for a, b, c in lines]


def test_blocks_drawn_as_dashes_stay_in_their_places():
    (left, right, dashes), *_ = lines_in(svg.as_svg(draw.timeline(LINE), "n", "alt"))
    shares = [dash / (right - left) for dash in dashes]
    assert shares == pytest.approx([0.2, 0.2, 0.6], abs=0.002)


@pytest.mark.parametrize("count", [turns.MOST_IN_A_ROW - 10, 20 * turns.MOST_IN_A_ROW])
def test_a_figure_has_a_bound_however_many_turns_there_were(count):
    slices = tuple((i / count, (i + 0.3) / count) for i in range(count))
    line = Timeline("busy", (Span("one", "worker 1", 0.0, 1.0, 0.3, slices),), 1.0, ())
    figure = draw.timeline(line)
    ((left, right, dashes),) = lines_in(svg.as_svg(figure, "name", "alt"))
    assert len(dashes[::2]) <= turns.MOST_IN_A_ROW
    assert sum(dashes[::2]) == pytest.approx(0.3 * (right - left), rel=0.06)
    told = [text for text in texts(figure) if re.fullmatch(r"one block: up to 2\d turns", text)]
    assert len(told) == (count > turns.MOST_IN_A_ROW)


def test_turns_of_a_busy_machine_weigh_little_more_than_steady_ones():
    chance, weights = random.Random(1), []
    for shares in ([0.5], [0.1, 0.3, 0.4, 0.6, 0.7, 0.9]):
        spans = []
        for i in range(6):
            slices = tuple((n / 140, (n + chance.choice(shares)) / 140) for n in range(140))
            spans.append(Span(f"{i}", f"worker {i}", 0.0, 1.0, 0.5, slices))
        drawing = svg.as_svg(draw.timeline(Timeline("runs", tuple(spans), 1.0, ())), "name", "alt")
        blocks = [len(dashes[::2]) for *_, dashes in lines_in(drawing) if dashes]
        assert len(blocks) == 6
        weights.append(len(gzip.compress(drawing.encode())))
    assert sum(blocks) < 6 * 140
    assert weights[1] < weights[0] + 4 * turns.MOST_BYTES


def test_boxes_of_one_size_are_written_alike():
    spans = tuple(Span(f"{n}", "worker 1", n / 7, (n + 1) / 7, 0.1) for n in range(7))
    drawing = svg.as_svg(draw.timeline(Timeline("runs", spans, 1.0, ())), "name", "alt")
    boxes = re.findall(r'd="m\S+ \S+?(l[^"]*q[^"]*)"', drawing)
    assert len(boxes) == 7
    assert len(set(boxes)) <= 2, "as wide as a one is narrow"


def test_a_window_within_a_long_wait_shows_no_running():
    drawing = svg.as_svg(draw.timeline(LINE, window_s=(0.25, 0.35)), "name", "alt")
    assert lines_in(drawing) == [], "no block"
    assert drawing.count("stroke: var(--lab-1") == 1, "the outline of the task that waits"


def test_marks_of_one_curve_are_one_path():
    drawing = svg.as_svg(curves.draw({"threads": {1: 1.0, 2: 2.0}}, "x", "y"), "name", "alt")
    assert "<use" not in drawing
    line = re.search(r'd="M(\S+) (\S+)L(\S+) ([^"]+)" clip', drawing).groups()
    marks = re.search(r'd="M(\S+) (\S+?)m[^M"]*M(\S+) (\S+?)m[^M"]*" style="fill: var', drawing)
    assert marks.groups() == line


def test_a_line_outside_of_the_figure_is_left_out():
    figure = draw.bars({"threads": 0.4}, "cores used")
    before = svg.as_svg(figure, "figure", "alt").count("<path")
    figure.axes[0].axvline(1)
    assert svg.as_svg(figure, "figure", "alt").count("<path") == before


def test_two_figures_can_share_a_page():
    one, two = (svg.as_svg(draw.timeline(LINE), name, "alt") for name in ("one", "two"))
    ids = [re.findall(r' id="([^"]+)"', drawing) for drawing in (one, two)]
    assert not set(ids[0]) & set(ids[1])
    assert set(re.findall(r"#(one-[^)\"]+)", one)) <= set(ids[0])


def test_a_figure_speaks_to_those_who_cannot_see_it():
    drawing = svg.as_svg(draw.timeline(LINE), "name", 'threads "take turns" & wait')
    label = ET.fromstring(drawing).attrib["aria-label"]
    assert label == 'threads "take turns" & wait'
    with pytest.raises(ValueError, match="alt text"):
        svg.show(draw.timeline(LINE), "name", "  ")


def test_names_of_curves_that_end_together_do_not_touch():
    places = curves.apart([0.5, 0.51, 0.52, 0.99], [1, 2, 1, 1])
    gaps = [after - before for before, after in itertools.pairwise(places)]
    assert gaps[0] >= 1.5 * curves.LINE - 1e-9
    assert min(gaps) >= curves.LINE - 1e-9
    assert curves.apart([0.9, 1.0, 1.0], [1, 1, 1])[-1] <= curves.HIGHEST


def test_a_ring_says_who_holds_and_who_wants_what():
    shown = texts(diagram.ring(("A", "B"), ("red", "blue")))
    assert sorted(shown) == sorted(
        ["A", "B", "red", "blue", "holds red", "wants red", "holds blue", "wants blue"]
    )


def test_the_finding_stands_above_the_figure():
    html = svg.framed("<svg></svg>", "caption", "note", "1 < 2 & so on")
    assert html.index("1 &lt; 2 &amp; so on") < html.index("<svg>") < html.index("caption")
    assert "lab-title" not in svg.framed("<svg></svg>")
