"""The front page says what this build has found, and draws it; a build that found less says why."""

import pytest
from parsed import parsed
from visits import PHONE

from extensions.book import finding, work_shape
from extensions.labs.results import LabResults, read_results
from extensions.labs.store import executed_path

SENTENCES = {
    "threads-take-turns": "Two threads share one core.",
    "processes-overlap": "Two processes use two.",
}
ANIMATIONS = "document.getAnimations().map((one) => one.effect.getComputedTiming().endTime)"
HEIGHT = 844  # of a phone with a width of 390


@pytest.fixture
def page(built_site):
    return parsed(built_site / "index.html")


@pytest.fixture
def race(root):
    return read_results(executed_path(root, "06-race"))


@pytest.fixture
def free(root):
    return read_results(executed_path(root, "10-free-threading"))


def told(*claims):
    return finding.told(list(zip(claims, SENTENCES.values(), strict=True)))


def test_the_headline_is_what_the_lab_has_shown(page, race):
    shown = [text for name, text in SENTENCES.items() if race.claims[name]["status"] == "shown"]
    headline = [part.get_text(strip=True) for part in page.select(".finding > span")]
    assert headline == (shown or ["Threads or processes? Measure it."])
    assert len(page.select(".not-found")) == len(SENTENCES) - len(shown)


def test_what_was_not_shown_is_no_headline_and_says_why():
    because = "only one core is usable here"
    shown, reasons = told({"status": "shown"}, {"status": "not shown", "because": because})
    assert shown == ["Two threads share one core."]
    reason = f"Not shown by this build: “Two processes use two.” The reason: {because}."
    assert reasons == [reason]
    assert told({"status": "failed"}, {"status": "missing"}) == ([], [])


def test_each_lane_is_as_long_as_its_run_and_says_so_in_words(page, race, free):
    runs = [*race.value("shape").values(), free.value("shape.threads")]
    longest_s = max(run["s"] for run in runs)
    for lane, run in zip(page.select(".lane"), runs, strict=True):
        assert float(lane["style"].partition("--share:")[2]) == pytest.approx(
            run["s"] / longest_s, abs=1e-3
        )
        words = f"{run['s']:.1f} seconds, {run['cores']:.2f} of 2 cores"
        assert words in lane.svg["aria-label"]
        assert f"{run['s']:.1f} s" in lane.select_one(".lane-time").get_text()


def test_the_lane_without_a_gil_says_where_it_is_from(page, race, free):
    lane = page.select(".lane")[-1]
    run = free.value("shape.threads")
    assert run["source"].startswith(("recorded on 3.", "run on 3."))
    assert run["source"] in lane.select_one(".lane-name").get_text()
    below = " ".join(part.get_text() for part in page.select(".provenance"))
    for results, name in ((race, "provenance"), (free, "shape_told")):
        assert results.value(name) in below


def test_a_lane_whose_run_was_never_recorded_is_left_out(monkeypatch):
    results = LabResults(values={"shape": {"threads": None}}, claims={})
    monkeypatch.setattr(work_shape, "find", lambda *_: (results, "shape.threads"))
    directive = object.__new__(work_shape.WorkShape)
    assert not directive.lane("10::shape.threads", "No GIL", "10::claim", "both work")


def test_who_takes_turns_fills_one_row_and_who_computes_together_two():
    turns = {"s": 0.4, "slices": [[0, 0, 100], [1, 100, 200], [0, 201, 300], [1, 299, 400]]}
    both = {"s": 0.2, "slices": [[0, 0, 200], [1, 10, 200]]}
    rows = [
        {part.split("v")[0].split()[1] for part in work_shape.paths_of(run, 2).split("M")[1:]}
        for run in (turns, both)
    ]
    assert rows == [{"10"}, {"10", "0"}]


def test_on_one_core_nothing_is_drawn_above_it():
    run = {"s": 0.2, "cores": 1.0, "of_cores": 1, "slices": [[0, 0, 200], [1, 10, 200]]}
    html = work_shape.drawn([work_shape.Lane(run, "processes", "Two processes", "not shown")])
    assert 'viewBox="0 0 1000 10"' in html
    assert "1.00 of 1 cores" in html
    assert work_shape.drawn([]) == ""


def test_the_picture_is_played_once_in_less_than_five_seconds(open_page):
    page = open_page("index.html", reduced_motion="no-preference")
    times_ms = page.evaluate(ANIMATIONS)
    assert times_ms
    assert max(times_ms) < 5000


@pytest.mark.parametrize("settings", [{"reduced_motion": "reduce"}, {"java_script_enabled": False}])
def test_the_picture_is_whole_where_nothing_moves(open_page, settings):
    page = open_page("index.html", **settings)
    if "reduced_motion" in settings:
        assert page.evaluate(ANIMATIONS) == []
    for lane in page.locator(".lane").all():
        lane.locator(".lane-time").wait_for()
        assert lane.locator("svg").bounding_box()["width"] > 50


def test_a_phone_shows_the_finding_and_its_picture_at_once(open_page):
    page = open_page("index.html", width=PHONE)
    page.set_viewport_size({"width": PHONE, "height": HEIGHT})
    box = page.locator(".lane").last.bounding_box()
    assert box["y"] + box["height"] <= HEIGHT


def test_all_of_a_door_is_its_link(open_page):
    page = open_page("index.html")
    box = page.locator(".door").first.bounding_box()
    page.mouse.click(box["x"] + box["width"] - 4, box["y"] + box["height"] - 4)
    page.wait_for_url("**/chapters/01-gil.html")


def test_the_versions_of_python_are_those_that_can_run_it(page):
    import interpreter

    oldest = ".".join(map(str, interpreter.OLDEST))
    assert f"{oldest} to 3.{interpreter.NEWEST_KNOWN_MINOR}" in page.h1.get_text()
