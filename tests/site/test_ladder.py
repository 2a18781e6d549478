"""The ladder of costs: every rung is a value of a lab, in its place on the scale."""

import json
import math
import re

import pytest
from parsed import parsed

from extensions.book.ladder import told
from extensions.labs.results import read_results

UNITS = {"µs": 1e-6, "ms": 1e-3, "s": 1.0}


def rungs(built_site):
    """Return (seconds, share, lab) of each rung."""
    found = []
    for rung in parsed(built_site / "chapters/costs.html").select(".rung"):
        number, unit = rung.strong.get_text().split()
        share = float(re.search(r"--share: ([\d.]+)", rung["style"])[1])
        found.append((float(number) * UNITS[unit], share, rung.a["href"]))
    return found


def test_the_rungs_climb_by_their_powers_of_ten(built_site):
    steps = rungs(built_site)
    assert len(steps) >= 13
    assert steps == sorted(steps, key=lambda step: step[1])
    (low, low_share, _), (high, high_share, _) = steps[0], steps[-1]
    decades = (math.log10(high) - math.log10(low)) / (high_share - low_share)
    assert decades == pytest.approx(round(decades), abs=0.2)


def test_a_rung_shows_what_its_lab_has_measured(built_site, root):
    results = read_results(root / "build/labs/01-gil.ipynb")
    late = told(results.value("late_5_ms") / 1000)
    page = parsed(built_site / "chapters/costs.html")
    [rung] = [rung for rung in page.select(".rung") if "beside a thread" in rung.get_text()]
    assert rung.strong.get_text() == late
    assert rung.a["href"] == "../notebooks/01-gil.html"


def test_the_rungs_are_as_wide_as_the_scale_behind_them(open_page):
    """Else every dot stands beside its place."""
    page = open_page("chapters/costs.html")
    edges = "[...document.querySelectorAll('.scale, .rung')].map(e => e.getBoundingClientRect())"
    scale, *rungs = page.evaluate(f"{edges}.map(box => [box.left, box.right])")
    assert len(rungs) >= 13
    assert rungs == [scale] * len(rungs)


def test_the_ladder_is_a_poster_of_one_sheet(open_page):
    sheets = open_page("chapters/costs.html").pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == 1


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (2.34e-5, "23 µs"),
        (9.996e-4, "1 ms"),
        (0.0052, "5.2 ms"),
        (0.468, "470 ms"),
        (1.24, "1.2 s"),
    ],
)
def test_a_time_is_told_with_two_digits_and_a_fitting_unit(seconds, words):
    assert told(seconds) == words


def test_lab_06_shows_its_prices_beside_those_of_another_machine(built_site, root):
    record = json.loads((root / "notebooks/results/06-prices.json").read_text("utf-8"))
    here = read_results(root / "build/labs/06-race.ipynb").value("cost_rows")
    [told] = [
        output.get_text()
        for output in parsed(built_site / "notebooks/06-race.html").select(".cell_output")
        if record["provenance"] in output.get_text()
    ]
    for kind in here:
        for name in ("pool_ms", "task_us", "alone_us", "one_mb_ms", "eight_mb_ms"):
            assert f"here {kind[name]}" in told
    for kind in record["rows"]:
        assert f"there {kind['pool_ms']}" in told


def test_the_markdown_copy_has_the_rungs_and_not_the_marks_of_the_scale(built_site):
    copy = (built_site / "chapters/costs.md").read_text("utf-8")
    assert copy.count("\n- **") == len(rungs(built_site))
    assert "µs1" not in copy.replace(" ", "")
