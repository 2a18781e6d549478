"""The player and the explorer do what they promise, in a real Chromium.

The page's clock is a false one that only the test moves: no test depends on how fast it runs.
"""

import json
import re

import pytest
from lone_pages import opening

from lab import player, svg
from lab.page import explorer, replay
from lab.records import Span, Timeline

TURNS = (
    Span("1", "worker 1", 0.0, 1.0, 0.5, ((0.0, 0.25), (0.5, 0.75))),
    Span("2", "worker 2", 0.2, 1.0, 0.5, ((0.25, 0.5), (0.75, 1.0))),
)
THREADS = Timeline("2 threads", TURNS, 2.0, (True, True), "threads")
PAGE = Span("1", "worker 1", 0.0, 1.5, 0.02)
PROCESSES = Timeline("1 process", (PAGE,), 2.0, (None,))
RUNS = {
    (task, pool, workers): Timeline("", (PAGE,), seconds, (None,))
    for task, pool, workers, seconds in (
        ("compute", "one by one", 1, 2.0),
        ("compute", "threads", 1, 2.5),
        ("compute", "threads", 2, 2.25),
        ("wait", "one by one", 1, 1.5),
        ("wait", "threads", 1, 1.6),
        ("wait", "threads", 2, 0.75),
    )
}


@pytest.fixture(scope="module")
def html():
    """Return the figures as a lab displays them: the same player twice, and an explorer."""
    outputs = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(replay.machine, "gil_enabled", lambda: True)
        patch.setattr(svg, "display", lambda data, **_: outputs.append(data["text/html"]))
        player.show(THREADS, PROCESSES, name="runs", alt="two runs")
        player.explore(RUNS, name="explorer", alt="all runs")
    return outputs[0] + outputs[0] + outputs[1]


@pytest.fixture
def open_page(chromium, html, tmp_path):
    scripts = "timeline-player.js", "pool-explorer.js"
    with opening(chromium, tmp_path, html, "player.css", *scripts) as open_page:
        yield open_page


def time_of(page):
    """Return the moment that the first player shows, in seconds."""
    return float(page.locator(".player-clock").first.inner_text().removesuffix(" s"))


def status_of(page):
    return page.locator(".player-status").first.text_content()


def test_it_plays_at_the_chosen_speed_and_says_so(open_page):
    page = open_page()
    page.get_by_label("Speed").first.select_option("1/4")
    page.get_by_role("button", name="Play").first.click()
    assert status_of(page) == "playing, speed 1/4"
    page.clock.run_for(2000)
    page.get_by_role("button", name="Pause").click()
    assert time_of(page) == pytest.approx(0.5, abs=0.05)
    assert status_of(page).startswith(f"paused at {time_of(page):.3f} s: 2 threads, worker 1 ")
    paused_at = time_of(page)
    page.clock.run_for(1000)
    assert time_of(page) == paused_at


def test_it_says_no_word_while_it_plays_and_one_at_the_end(open_page):
    page = open_page()
    page.get_by_label("Speed").first.select_option("real time")
    page.evaluate("""() => {
        window.said = [];
        const status = document.querySelector(".player-status");
        new MutationObserver(() => said.push(status.textContent))
            .observe(status, { childList: true });
    }""")
    page.get_by_role("button", name="Play").first.click()
    page.clock.run_for(3000)
    said = page.evaluate("said")
    assert [words.partition(":")[0] for words in said] == [
        "playing, speed real time",
        "finished at 2.000 s",
    ]
    page.get_by_role("button", name="Play").first.click()
    page.clock.run_for(500)
    assert time_of(page) < 1, "after the end it plays from the start"


def test_the_keyboard_alone_does_everything(open_page):
    page = open_page()
    slider = page.get_by_role("slider", name="Time").first
    page.keyboard.press("Tab")
    assert slider.evaluate("slider => slider === document.activeElement")
    page.keyboard.press("Home")
    assert time_of(page) == 0
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    assert time_of(page) == pytest.approx(0.1, abs=0.01)
    assert slider.get_attribute("aria-valuetext") == (
        "0.100 s: 2 threads, worker 1 computes task 1 (250 ms); "
        "2 threads, worker 2 has not begun; 1 process, worker 1 runs task 1 (1500 ms)"
    )
    page.keyboard.press("Space")
    assert status_of(page).startswith("playing")
    page.keyboard.press("Space")
    assert status_of(page).startswith("paused at 0.100 s")
    for name in ("Play", "Previous", "Next", "Speed"):
        page.keyboard.press("Tab")
        text = page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement)"
                             ".textContent")  # fmt: skip
        assert text.startswith(name)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    assert time_of(page) == 0.2, "the next task: the second worker begins, and waits"
    assert "2 threads, worker 2 waits for the GIL (50 ms)" in status_of(page)
    page.keyboard.press("Shift+Enter")
    assert time_of(page) == 0.25, "the next turn"


def visited(page, button, times, **how):
    """Return the moments to which so many clicks lead."""
    found = []
    for _ in range(times):
        page.get_by_role("button", name=button).first.click(**how)
        found.append(time_of(page))
    return found


def test_steps_lead_from_task_to_task_and_with_shift_from_turn_to_turn(open_page):
    page = open_page()
    shift = {"modifiers": ["Shift"]}
    assert visited(page, "Next", 4) == [0, 0.2, 2.0, 0]
    assert visited(page, "Next", 8, **shift) == [0.2, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 0]
    page.get_by_label("Time").first.press("End")
    assert visited(page, "Previous", 2, **shift) == [1.5, 1.0]
    assert visited(page, "Previous", 3) == [0.2, 0, 0]


def test_where_no_task_begins_steps_go_by_turns(open_page):
    page = open_page()
    first = page.locator("timeline-player").first
    first.evaluate("player => player.load({ ...player.data, start: 2100, end: 9000 })")
    assert visited(page, "Next", 4) == [0.21, 0.25, 0.5, 0.75]


def test_each_worker_is_explained_at_the_playhead_at_every_moment(open_page):
    page = open_page()
    player = page.locator("timeline-player").first
    words = player.locator(".player-words")

    def at(time_s):
        player.evaluate("(p, s) => p.seek(s * 10000)", time_s)
        return words.all_text_contents()

    assert at(0.1) == ["computes task 1 (250 ms)", "has not begun", "runs task 1 (1500 ms)"]
    assert at(0.9)[0] == "waits for the GIL (250 ms)"
    assert at(0.25)[0] == "waits for the GIL (250 ms)", "a turn ends where the next begins"
    assert at(2.0) == ["is done"] * 3
    for tenth in range(20):
        assert all(at(tenth / 10))
        head = player.locator(".player-head").bounding_box()
        for text in words.all():
            box = text.bounding_box()
            assert min(abs(box["x"] - head["x"]), abs(box["x"] + box["width"] - head["x"])) < 12
            assert box["x"] >= 0


def test_turns_too_short_to_show_are_called_so_and_a_gap_is_no_task(open_page):
    page = open_page()
    player = page.locator("timeline-player").first
    page.evaluate("""() => {
        const player = document.querySelector("timeline-player");
        const spans = [["1", 0, 0, -4000, 2000], ["2", 0, 10000, 5000]];
        const run = { ...player.data.runs[1], words: ["computes", "waits for a core"], spans };
        player.load({ ...player.data, runs: [run] });
    }""")
    for time_s, words in (
        (0.1, "computes task 1 in short turns"),
        (0.5, None),
        (0.8, "has no task"),
    ):
        player.evaluate("(p, s) => p.seek(s * 10000)", time_s)
        expected = words or "computes task 1 in short turns"
        assert player.locator(".player-words").last.text_content() == expected


def test_a_press_on_the_figure_goes_there_and_space_plays_from_there(open_page):
    page = open_page()
    drawing = page.locator("timeline-player svg").first
    row = page.evaluate("""() => {
        const { data, svg } = document.querySelector("timeline-player");
        const x = data.left + (0.3 / 2) * (data.right - data.left);
        const point = new DOMPoint(x, data.runs[0].middles[1]);
        const { x: left, y: top } = point.matrixTransform(svg.getScreenCTM());
        return { left, top };
    }""")
    drawing.scroll_into_view_if_needed()
    page.mouse.click(row["left"], row["top"])
    assert time_of(page) == pytest.approx(0.3, abs=0.02)
    page.keyboard.press("Space")
    assert status_of(page).startswith("playing")
    page.keyboard.press("Space")
    assert status_of(page).startswith("paused at 0.3")


def test_a_short_run_is_played_slowly_and_a_long_one_in_its_own_time(open_page):
    page = open_page()
    player = page.locator("timeline-player").first
    for end, speed in ((20_000, "4"), (250, "100"), (50_000, "1")):
        player.evaluate("(p, end) => p.load({ ...p.data, end })", end)
        assert page.get_by_label("Speed").first.input_value() == speed


def test_nothing_glides_where_motion_is_not_wanted(open_page):
    page = open_page(reduced_motion="reduce")
    page.clock.run_for(2000)
    assert time_of(page) == 2.0
    page.get_by_role("button", name="Play").first.click()
    seen = []
    for _ in range(80):
        page.clock.run_for(100)
        seen.append(time_of(page))
    changes = [time for time, before in zip(seen[1:], seen, strict=False) if time != before]
    assert set(changes) <= {0.2, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0}
    assert len(changes) >= 5
    assert status_of(page).startswith("finished at 2.000 s")


def test_without_a_script_the_figure_and_the_table_are_there(open_page):
    """No control is shown that would do nothing, and all numbers can be read."""
    page = open_page(with_scripts=False, java_script_enabled=False)
    assert page.get_by_role("img", name="two runs").first.is_visible()
    assert page.get_by_role("cell", name="2.250").is_visible()
    for control in ("slider", "button", "radio", "combobox"):
        assert page.get_by_role(control).count() == 0


def test_the_page_does_not_move_when_the_script_arrives(open_page):
    heights = "() => [...document.querySelectorAll('figure')].map(f => f.offsetHeight)"
    sizes = [{"width": width, "height": 800} for width in (1200, 320)]
    for size in sizes:
        before = open_page(with_scripts=False, viewport=size).evaluate(heights)
        after = open_page(viewport=size).evaluate(heights)
        assert before[:2] == after[:2]
        assert abs(before[2] - after[2]) <= 1


def test_it_fits_a_small_screen_and_a_finger(open_page):
    page = open_page(viewport={"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for target in page.locator("button, select, input[type=range], pool-explorer label").all():
        assert target.bounding_box()["height"] >= 44


def test_the_thumb_is_below_the_playhead(open_page):
    page = open_page()
    page.locator("timeline-player").first.evaluate("player => player.seek(10000)")
    head = page.locator(".player-head").first.bounding_box()
    slider = page.get_by_label("Time").first.bounding_box()
    assert head["x"] + head["width"] / 2 == pytest.approx(slider["x"] + slider["width"] / 2, abs=2)


def test_two_players_on_a_page_do_not_disturb_each_other(open_page):
    page = open_page()
    page.get_by_role("button", name="Next").nth(1).click()
    assert page.locator(".player-clock").all_inner_texts()[:2] == ["2.000 s", "0.000 s"]


def test_the_explorer_shows_the_chosen_run_and_compares_it(open_page):
    page = open_page()
    result = page.locator(".explorer-result")
    assert "threads, 1 worker: 2.500 s" in result.inner_text()
    assert result.get_attribute("role") == "status"
    page.get_by_role("radio", name="compute").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_role("radio", name="2").check()
    expected = r"threads, 2 workers: 0\.750 s.*one by one: 1\.500 s.*speed-up: 2\.00"
    assert re.search(expected, result.inner_text())
    picture = page.locator("pool-explorer svg")
    assert re.search(expected, picture.get_attribute("aria-label"))
    assert picture.locator("path[pathLength]").count() == 2
    assert page.get_by_role("cell", name="2.250").is_hidden()
    page.get_by_text("All measured runs").click()
    assert page.get_by_role("cell", name="2.250").is_visible()


def test_the_explorer_keeps_its_scale_for_a_kind_of_task(open_page):
    page = open_page()
    axis = page.locator("pool-explorer svg")
    ticks = axis.locator("text.middle").all_text_contents()
    page.get_by_role("radio", name="2").check()
    assert axis.locator("text.middle").all_text_contents() == ticks


def test_the_explorer_plays_the_chosen_run(open_page):
    page = open_page()
    explorer = page.locator("pool-explorer")
    explorer.get_by_role("radio", name="2").check()
    explorer.get_by_role("combobox").select_option("real time")
    explorer.get_by_role("button", name="Play").click()
    page.clock.run_for(1000)
    explorer.get_by_role("button", name="Pause").click()
    words = explorer.locator(".player-words").all_text_contents()
    assert words == ["runs task 1 (1500 ms)"] * 2
    assert float(explorer.locator(".player-clock").inner_text()[:-2]) == pytest.approx(1, abs=0.05)
    explorer.get_by_role("radio", name="wait").check()
    assert explorer.locator(".player-clock").inner_text() == "1.600 s", "it shows the new run whole"
    assert explorer.locator(".player-head").count() == 1


def test_all_of_the_explorers_drawing_is_inside_it(open_page):
    page = open_page()
    picture = page.locator("pool-explorer svg")
    frame = picture.bounding_box()
    for task in ("compute", "wait"):
        page.get_by_role("radio", name=task).check()
        for text in picture.locator("text:not(.player-words)").all():
            box = text.bounding_box()
            assert frame["x"] <= box["x"]
            assert box["x"] + box["width"] <= frame["x"] + frame["width"]


def test_the_sliders_focus_ring_crosses_no_text(open_page):
    page = open_page()
    page.keyboard.press("Tab")
    ring = page.evaluate("""() => {
        const box = document.activeElement.getBoundingClientRect();
        const inside = -parseFloat(getComputedStyle(document.activeElement).outlineOffset) - 2;
        return [box.top + inside, box.bottom - inside];
    }""")
    for text in page.locator("timeline-player").first.locator("svg text, .player-clock").all():
        box = text.bounding_box()
        assert box is None or box["y"] + box["height"] <= ring[0] + 1 or box["y"] >= ring[1] - 1


def test_the_explorer_is_given_no_run_that_was_not_measured(html):
    keys = re.findall(r"<tr><td>(\w+)</td><td>([\w ]+)</td><td>(\d)</td>", html)
    assert [(task, pool, int(workers)) for task, pool, workers in keys] == list(RUNS)
    data = json.loads(re.findall(r'<script type="application/json">(.*?)</script>', html)[-1])
    assert len(data["runs"]) == len(RUNS)
    assert explorer.options_in(RUNS, "one by one") == [["compute", "wait"], ["threads"], [1, 2]]
