"""What pages of a pair say beside their text: where they were measured, when a room does what."""

import pytest

from extensions.book import exercises, provenance
from extensions.labs.pairs import number_of

LINE = (
    "Measured on 26 November 2026, 20:07 UTC: CPython 3.11.7, GIL on; {cores} (AMD EPYC); "
    "Linux 6.18; start method fork; load {load}"
)
FIGURE = '<figcaption>Bars. <small class="lab-provenance">{}</small></figcaption>'


@pytest.mark.parametrize("cores", ["2 usable cores", "1 usable core"])
def test_the_short_of_a_provenance_is_its_day_its_python_and_its_cores(cores):
    line = LINE.format(cores=cores, load=0.91)
    assert provenance.short(line) == f"Measured 26 November 2026 · CPython 3.11.7 · {cores}"
    assert provenance.short("An older line.") == "Where this was measured"


def test_a_figure_says_where_it_was_measured_only_where_that_is_not_where_the_page_was():
    here = LINE.format(cores="2 usable cores", load=0.91)
    later = here.replace("20:07", "20:09").replace("0.91", "1.50")
    elsewhere = here.replace("3.11.7", "3.14.0")
    assert provenance.without_known(FIGURE.format(later), [here]) == FIGURE.format("").replace(
        ' <small class="lab-provenance"></small>', ""
    )
    assert provenance.without_known(FIGURE.format(elsewhere), [here]) == FIGURE.format(elsewhere)


def test_a_room_does_the_exercises_that_are_steps_of_the_notes():
    notes = "1. **3 min** [Set up](a#set-up).\n2. **8 min** [Exercise 1: sizes](a#b)\nExercise 4."
    assert exercises.minutes_by_exercise(notes) == {"1": "8"}


@pytest.mark.parametrize(
    ("name", "number"),
    [("chapters/06-race", "06"), ("14-your-code", "14"), ("reference", ""), ("1-a", "")],
)
def test_a_pair_is_numbered_by_its_file(name, number):
    assert number_of(name) == number
