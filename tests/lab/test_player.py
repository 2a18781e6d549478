"""The player and the explorer write down what was measured, and fit the figure that they lie on."""

import gzip
import json
import re
from html.parser import HTMLParser
from itertools import accumulate

import pytest
from budgets import SCRIPTS_BYTES

from lab import draw, player, svg
from lab.page import explorer, overlay, replay, turns, wake
from lab.records import Span, Timeline

TURNS = (
    Span("1", "worker 1", 0.001, 0.021, 0.01, ((0.001, 0.006), (0.011, 0.016))),
    Span("2", "worker 2", 0.001, 0.016, 0.01, ((0.006, 0.011),)),
)
THREADS = Timeline("2 threads", TURNS, 0.025, (True, True))
WAITING = Timeline("one by one", (Span("1", "worker 1", 0.0, 0.02, 0.001),), 0.02, (None,))
RUNS = {("compute", "one by one", 1): WAITING, ("compute", "threads", 2): THREADS}


@pytest.fixture
def shown(monkeypatch):
    """Collect what the instruments display, as (data, metadata)."""
    outputs = []

    def collect(data, metadata, raw):
        outputs.append((data, metadata))

    monkeypatch.setattr(svg, "display", collect)
    monkeypatch.setattr(wake, "display", collect)
    return outputs


def data_in(html):
    return json.loads(re.search(r'<script type="application/json">(.*?)</script>', html)[1])


def test_a_run_is_written_in_tenths_of_a_millisecond_as_running_and_waiting_in_turn():
    assert replay.run_record(THREADS)["spans"] == [
        ["1", 0, 100, 10, 50, 50, 50, 50],
        ["2", 1, 100, 10, 0, 50, 50, 50],
    ]
    slow = replay.run_record(WAITING, step=100)
    assert slow["spans"] == [["1", 0, 0, 0, 200]]
    assert replay.run_record(WAITING)["spans"] == [["1", 0, 10, 0, 200]]


def test_every_stretch_of_a_run_can_be_added_up_again():
    slices = tuple((i * 0.00123, i * 0.00123 + 0.00071) for i in range(300))
    line = Timeline("", (Span("1", "worker 1", 0.0, 0.4, 0.1, slices),), 0.4, ())
    numbers = replay.run_record(line)["spans"][0][3:]
    edges_s = [edge_s for piece in slices for edge_s in piece]
    assert list(accumulate(numbers)) == [*map(replay.tenths, edges_s), 4000]


def test_the_data_of_a_long_run_weigh_little():
    slices = tuple((i * 0.0101, i * 0.0101 + 0.0043 + i % 7 * 0.0002) for i in range(34))
    spans = tuple(Span(str(n), f"worker {n % 2}", 0.0, 0.4, 0.1, slices) for n in range(6))
    script = replay.as_script(replay.run_record(Timeline("", spans, 0.4, ())))
    assert len(gzip.compress(script.encode())) < 6000


def test_turns_drawn_together_are_marked_in_the_data():
    slices = ((0.0, 0.001), (0.0015, 0.002), (0.008, 0.1))
    line = Timeline("", (Span("1", "worker 1", 0.0, 0.1, 0.1, slices),), 1.0, ())
    [seen] = turns.as_seen([line], (0.0, 1.0))
    assert replay.run_record(seen)["spans"][0][3:] == [0, -15, 65, 920]
    assert turns.most_turns([seen]) == 2


def test_a_close_up_ships_only_what_lies_near_its_window():
    slices = tuple((0.01 * i, 0.01 * i + 0.004) for i in range(100))
    spans = (
        Span("1", "worker 1", 0.0, 0.994, 0.4, slices),
        Span("2", "worker 2", 0.0, 0.1, 0.1, ((0.0, 0.05), (0.06, 0.1))),
    )
    [seen] = turns.as_seen([Timeline("", spans, 1.0, ())], (0.5, 0.53))
    assert replay.run_record(seen)["spans"] == [
        ["1", 0, 4000, 0, 0, 4900, 40, 60, 40, 60, 40, 60, 40, 60, 40, 4600],
        ["2", 1, 1000, 0, 0, 600, 400],
    ]


def test_the_explorer_says_where_a_block_is_more_than_one_turn():
    slices = tuple((i / 400, (i + 0.5) / 400) for i in range(400))
    busy = Timeline("", (Span("1", "worker 1", 0.0, 1.0, 0.5, slices),), 1.0, ())
    assert explorer.note(RUNS) == ""
    said = explorer.note(RUNS | {("compute", "one by one", 1): busy})
    assert re.fullmatch(r" A block stands for up to [23] turns\.", said)


def test_text_cannot_break_out_of_the_data():
    script = replay.as_script({"title": "</script><b>"})
    assert script.count("<") == 2
    assert data_in(script) == {"title": "</script><b>"}


def test_the_player_knows_where_the_drawing_shows_a_moment_and_a_worker(shown):
    player.show(THREADS, WAITING, name="runs", alt="two runs")
    html = shown[0][0]["text/html"]
    plot = data_in(html)
    line = r'd="M(\S+) ([\d.]+)(?:H|L\S+ \S+L\S+ ([\d.]+)L)'  # a thick line, or a block's edges
    points = {
        (float(x), (float(top) + float(bottom or top)) / 2)
        for x, top, bottom in re.findall(line, html)
    }
    scale = (plot["right"] - plot["left"]) / (plot["end"] - plot["start"])
    for run in plot["runs"]:
        for _, worker, _, start, *_ in run["spans"]:
            x = plot["left"] + (start - plot["start"]) * scale
            middle = run["middles"][worker]
            assert any(abs(x - px) < 0.2 and abs(middle - py) < 0.2 for px, py in points)


def test_a_close_up_is_played_within_its_window(shown):
    figure = draw.timeline(THREADS, window_s=(0.005, 0.015))
    player.show(THREADS, name="close", alt="a close-up", figure=figure)
    plot = data_in(shown[0][0]["text/html"])
    assert (plot["start"], plot["end"]) == (50, 150)


def test_rows_that_are_tasks_are_listed_in_the_order_of_the_drawing(shown):
    spans = (
        Span("first", "first", 0.01, 0.02, 0.0),
        Span("second", "second", 0.005, 0.01, 0.0),
    )
    figure = draw.timeline(Timeline("", spans, 0.02, ()))
    figure.axes[0].set_yticks([0, 1], ["first", "second"])
    player.show(Timeline("", spans, 0.02, ()), name="calls", alt="calls", figure=figure)
    assert re.findall(r"<li><b>(\w+)</b>", shown[0][0]["text/html"]) == ["first", "second"]


def test_the_first_speed_lets_a_run_take_some_seconds():
    plot = {"start": 0, "left": 50, "right": 450, "width": 460}
    assert 'value="100" selected' in overlay.controls(plot | {"end": 250}, [])
    assert 'value="1" selected' in overlay.controls(plot | {"end": 50_000}, [])


def test_a_player_is_a_figure_like_any_other(shown):
    player.show(THREADS, name="runs", alt="two threads", caption="Look.")
    data, metadata = shown[0]
    assert metadata["scrapbook"] == {"name": "figure:runs", "mime_prefix": ""}
    assert metadata["lab"] == {"alt": "two threads", "caption": "Look."}
    assert data["text/plain"] == "two threads"
    assert data["text/html"].startswith('<figure class="lab-figure"><timeline-player><svg')
    assert 'role="img" aria-label="two threads"' in data["text/html"]
    with pytest.raises(ValueError, match="alt text"):
        player.show(THREADS, name="runs", alt=" ")


def test_the_same_player_may_stand_on_a_page_twice(shown):
    player.show(THREADS, name="runs", alt="two threads")
    html = shown[0][0]["text/html"]
    assert not re.search(r'\sid="|href=|url\(', html)
    assert re.search(r'd="(M\S+ [\d.]+l0 3){3}', html), "the ticks of the time axis are lost"


def test_the_script_travels_to_the_notebook_but_not_to_the_site(shown, monkeypatch):
    monkeypatch.setattr(wake, "get_ipython", lambda: "a kernel")
    player.show(THREADS, name="runs", alt="two threads")
    _, (data, metadata) = shown
    assert "customElements.define" in data["application/javascript"]
    assert metadata["scrapbook"]["mime_prefix"]


def test_our_own_scripts_are_light(root, built_site):
    folders = root / "_static", root / "notebooks" / "lab" / "page" / "static"
    names = [path.name for folder in folders for path in folder.glob("*.js")]
    assert names
    served = [(built_site / "_static" / name).read_bytes() for name in names]
    assert sum(len(gzip.compress(script)) for script in served) <= SCRIPTS_BYTES


class _Table(HTMLParser):
    """Collect the words of an HTML text."""

    def __init__(self, html):
        super().__init__()
        self.words = []
        self.feed(html)

    def handle_data(self, data):
        self.words.append(data)


def test_an_explorer_shows_every_measured_run_without_a_script(shown):
    player.explore(RUNS, name="runs", alt="all runs")
    words = _Table(shown[0][0]["text/html"]).words
    for expected in ("one by one", "threads", "0.025", "0.020", f"{THREADS.cores_used:.2f}"):
        assert expected in words


def test_an_explorer_without_one_of_its_runs_is_refused():
    some = RUNS | {("compute", "processes", 4): THREADS}
    with pytest.raises(ValueError, match=r"not measured.*'threads', 4"):
        explorer.as_html(some, "one by one")
    with pytest.raises(ValueError, match=r"not measured.*'one by one', 1"):
        explorer.as_html({("compute", "threads", 2): THREADS}, "one by one")
    with pytest.raises(ValueError, match="nothing to choose"):
        explorer.as_html({("compute", "one by one", 1): WAITING}, "one by one")
    with pytest.raises(ValueError, match="cannot start"):
        explorer.as_html(RUNS, "one by one", ("compute", "one by one", 1))
