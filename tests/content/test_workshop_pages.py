"""The workshop's pages keep their word: the minutes add up, and the notes can be followed.

That their links lead somewhere is seen to by the build (`-n -W`).
"""

import re

import pytest
from workshop_pages import (
    minutes_of,
    parts_in,
    schedules_in,
    sections_of,
    steps_of,
    unknown_names,
)

from extensions.labs.store import lab_paths

HEADINGS = ["Aim", "What to type", "What learners get wrong", "Discuss", "A common question"]
LENGTHS_MIN = {"90 minutes": 90, "Half a day": 240, "The first day": 420, "The second day": 420}
WITHOUT_A_PAGE = {"Break", "Lunch", "End", "What was hard yesterday: each table asks one question"}


@pytest.fixture(scope="module")
def workshop(root):
    return root / "chapters" / "workshop"


@pytest.fixture(scope="module")
def schedules(workshop):
    return (workshop / "schedules.md").read_text(encoding="utf-8")


@pytest.fixture
def notes(workshop, lab_path):
    return (workshop / "notes" / f"{lab_path.stem}.md").read_text(encoding="utf-8")


def steps_for(workshop, lab_name):
    return steps_of((workshop / "notes" / f"{lab_name}.md").read_text(encoding="utf-8"))


def plain(html):
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def test_every_lab_has_notes_with_the_five_headings(notes):
    assert re.findall(r"^## (.+)$", notes, flags=re.MULTILINE) == HEADINGS
    wrong = notes.partition("## What learners get wrong")[2].partition("## Discuss")[0]
    assert len(re.findall(r"^- ", wrong, flags=re.MULTILINE)) in (2, 3)


def test_no_notes_are_left_over(root, workshop):
    """Notes for a lab that is gone would mislead."""
    labs = {path.stem for path in lab_paths(root)}
    assert {path.stem for path in (workshop / "notes").glob("*.md")} <= labs


def test_steps_are_counted_and_name_sections_of_their_lab(notes, lab_path):
    steps = steps_of(notes)
    assert list(steps) == list(range(1, len(steps) + 1)), "number the steps 1, 2, 3 …"
    there = {(lab_path.stem, anchor) for anchor in sections_of(lab_path)}
    for number, step in steps.items():
        assert step.places, f"step {number} names no section"
        assert set(step.places) <= there, f"step {number}"


def test_notes_ask_before_they_show(notes):
    texts = [step.text for step in list(steps_of(notes).values())[1:]]
    live = [text for text in texts if "#exercise" not in text]
    assert sum("**ask" in text.lower() for text in live) >= len(live) * 2 / 3


def test_every_question_has_its_expected_answer(notes):
    """With it stands what to say to the usual wrong ones: a quotation in italics."""
    for number, step in steps_of(notes).items():
        if "**ask" in step.text.lower():
            _, found, expected = step.text.partition("**Expect:**")
            assert found, f"step {number} asks, and does not say what to expect"
            assert len(expected.split()) >= 12, f"step {number}"


def exercise_minutes(workshop, lab_name, numbers):
    steps = steps_for(workshop, lab_name)
    return sum(steps[number].minutes for number in numbers if "#exercise" in steps[number].text)


def test_a_quarter_of_every_schedule_is_exercises(schedules, workshop, root):
    """Breaks and lunch count as well. So it is in each session of 45 minutes."""
    found = dict.fromkeys(LENGTHS_MIN, 0)
    for part in parts_in(schedules):
        found[part.schedule] += exercise_minutes(workshop, part.lab, part.numbers)
    assert {
        name: sum_min for name, sum_min in found.items() if sum_min < LENGTHS_MIN[name] / 4
    } == {}
    for lab in {path.stem for path in lab_paths(root)} - {p.lab for p in parts_in(schedules)}:
        assert exercise_minutes(workshop, lab, steps_for(workshop, lab)) >= 45 / 4, lab


def test_every_schedule_adds_up(schedules):
    found = schedules_in(schedules)
    assert set(found) == set(LENGTHS_MIN)
    for name, rows in found.items():
        clock_min = 0
        for start, minutes, text, _ in rows:
            assert minutes_of(start) == clock_min, f"{name}: {text} begins at another time"
            clock_min += int(minutes or 0)
        assert rows[-1][2] == "End"
        assert clock_min == LENGTHS_MIN[name], name


def test_every_part_names_a_page_or_is_a_break(schedules):
    for name, rows in schedules_in(schedules).items():
        texts = [text for _, _, text, _ in rows if text not in WITHOUT_A_PAGE]
        assert [text for text in texts if "{doc}" not in text] == [], name


def test_a_part_takes_as_long_as_its_steps_together(schedules, workshop, root):
    parts = list(parts_in(schedules))
    assert {part.lab for part in parts} <= {path.stem for path in lab_paths(root)}
    assert {part.schedule for part in parts} == set(LENGTHS_MIN)
    for part in parts:
        steps = steps_for(workshop, part.lab)
        assert set(part.numbers) <= set(steps), part
        assert sum(steps[number].minutes for number in part.numbers) == part.minutes, part


def test_a_lab_outside_of_the_schedules_is_a_session_of_its_own(schedules, workshop, root):
    assert "a session of 45 minutes" in schedules
    for lab in {path.stem for path in lab_paths(root)} - {p.lab for p in parts_in(schedules)}:
        assert f"</notebooks/{lab}>" in schedules, lab
        assert sum(step.minutes for step in steps_for(workshop, lab).values()) == 45, lab


def test_what_is_left_out_saves_what_is_promised(schedules, workshop):
    promises = [(part, *item) for part in parts_in(schedules) for item in part.left_out.items()]
    assert promises
    for part, left_out, saved_min in promises:
        steps = steps_for(workshop, part.lab)
        assert set(left_out) <= set(part.numbers), part
        assert sum(steps[number].minutes for number in left_out) == saved_min, part


def test_the_steps_of_a_part_need_no_cell_that_is_left_out(schedules, workshop, root):
    for part in parts_in(schedules):
        lab_path, steps = root / "notebooks" / f"{part.lab}.ipynb", steps_for(workshop, part.lab)
        late = {number for numbers in part.left_out for number in numbers}
        for chosen in (part.numbers, [n for n in part.numbers if n not in late]):
            anchors = [anchor for n in chosen for _, anchor in steps[n].places]
            assert unknown_names(lab_path, anchors) == set(), f"{part.schedule}: {chosen}"


def test_the_steps_of_the_notes_need_no_other_cell(notes, lab_path):
    anchors = [anchor for step in steps_of(notes).values() for _, anchor in step.places]
    assert unknown_names(lab_path, anchors) == set()


def test_a_missing_cell_would_be_noticed(root):
    lab_path = lab_paths(root)[0]
    assert unknown_names(lab_path, list(sections_of(lab_path))[2:])


def test_key_points_are_gathered_from_every_chapter(root, built_site):
    page = plain((built_site / "chapters/workshop/key-points.html").read_text(encoding="utf-8"))
    box = re.compile(r'admonition-title">Key points</p>\s*<ul.*?</ul>', re.DOTALL)
    gathered = 0
    for path in sorted((root / "chapters").glob("[0-9]*.md")):
        chapter = (built_site / "chapters" / f"{path.stem}.html").read_text(encoding="utf-8")
        for points in box.findall(chapter):
            assert plain(points).removeprefix('admonition-title">Key points') in page, path.stem
            gathered += 1
    assert gathered >= 8


def test_every_chapter_has_a_question_whose_wrong_answers_diagnose(root, workshop):
    """Four choices, one of them right, and a line for each of the others."""
    page = (workshop / "check-questions.md").read_text(encoding="utf-8")
    parts = re.split(r"^## (\d\d) ", page, flags=re.MULTILINE)[1:]
    asked = dict(zip(parts[::2], parts[1::2], strict=True))
    assert set(asked) == {path.name[:2] for path in (root / "chapters").glob("[0-9]*.md")}
    for number, part in asked.items():
        choices = re.findall(r"^([1-4])\. ", part, flags=re.MULTILINE)
        folds = re.findall(r":::\{dropdown\}.*?^:::$", part, flags=re.MULTILINE | re.DOTALL)
        assert choices == list("1234") * len(folds), number
        for fold in folds:
            right = re.search(r"^\*\*(\d)\*\* is right", fold, flags=re.MULTILINE)[1]
            wrong = re.findall(r"^- \*\*(\d)\*\* \w", fold, flags=re.MULTILINE)
            assert sorted([right, *wrong]) == list("1234"), number


def test_the_test_before_and_after_has_ten_questions_with_their_answers(workshop):
    page = (workshop / "before-and-after.md").read_text(encoding="utf-8")
    asked, answers = page.split(":::{dropdown}")
    numbers = [int(number) for number in re.findall(r"^ ?(\d+)\. ", asked, flags=re.MULTILINE)]
    assert numbers == list(range(1, 11))
    assert len(re.findall(r"^\d+\. .*</notebooks/", answers, flags=re.MULTILINE)) == 10


def test_the_front_page_of_the_workshop_leads_to_all_of_its_pages(workshop):
    front = (workshop / "index.md").read_text(encoding="utf-8")
    pages = {path.stem for path in workshop.glob("*.md")} - {"index"}
    assert pages <= set(re.findall(r"\{doc\}`([\w-]+)`", front)) | {"guesses"}
