"""Test the decks of slides: nothing of a chapter is lost on them, and everything can be seen.

That a deck asks nobody else for anything, is open to everyone in both schemes, obeys the keyboard
and is whole without JavaScript, the tests of all pages (test_browser…) say of decks too.
"""

import copy
import json
import logging
import os
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from parsed import parsed

from extensions.labs.pairs import labs_of
from extensions.slides.blocks import with_short_lines
from extensions.slides.decks import write_decks
from extensions.slides.legible import type_of
from extensions.slides.notes import PLACES
from extensions.slides.source import moved
from extensions.slides.tables import parts_of

ROOT = Path(__file__).parents[2]
CHAPTERS = [path.stem for path in sorted((ROOT / "chapters").glob("*.md"))]
LABS = [path.stem for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
DECKS = [name for name in CHAPTERS if labs_of(name, LABS, CHAPTERS)]
STAGE = {"width": 1280, "height": 720}
# What of each slide does not stay on the stage, or reaches down to the slide's number.
OUT_OF_SIGHT = """() => Reveal.getSlides().flatMap((slide, number) => {
    Reveal.slide(number);
    const stage = slide.getBoundingClientRect();
    const lowest = stage.bottom - (slide.matches(".slide-figure") ? 40 : 50);
    const shown = [...slide.querySelectorAll("*:not(.notes, .notes *, svg *)")];
    const out = shown.filter((part) => {
        const box = part.getBoundingClientRect();
        const cut = part.closest("pre, .pieces") === part &&
            (part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 1);
        return cut || (box.width > 0 && (box.left < stage.left + 30 || box.top < stage.top + 20 ||
            box.right > stage.right - 30 || box.bottom > lowest));
    });
    return out.map((part) => `${number + 1}: ${part.outerHTML.slice(0, 120)}`);
})"""
SMALLEST_TYPE = """() => Math.min(...[...document.querySelectorAll(
    ".pieces p, .pieces li, .pieces td, .pieces th, h1, h2, .slide-title p")]
    .map((part) => parseFloat(getComputedStyle(part).fontSize)))"""


@pytest.fixture(scope="module", params=DECKS)
def name(request):
    return request.param


@pytest.fixture
def chapter(built_site, name):
    article = copy.copy(parsed(built_site / f"chapters/{name}.html").article)
    for part in article.select(".headerlink, .breadcrumbs, .lab-links"):
        part.decompose()
    return article


@pytest.fixture(scope="module")
def deck(built_site, name):
    page = parsed(built_site / f"slides/{name}.html")
    return page.main


@pytest.fixture
def shown(open_page, name):
    """Return the deck in a browser whose window has the size of the stage."""
    page = open_page(f"slides/{name}.html")
    page.set_viewport_size(STAGE)
    page.wait_for_selector(".reveal.ready")
    return page


def text_of(tag):
    """Return letters and digits alone: blanks, and how a question begins, may change."""
    return re.sub(r"\W+", "", tag.get_text()).lower()


def test_chapter_and_labs_lead_to_the_deck(built_site, name):
    for place in [f"chapters/{name}", *(f"notebooks/{x}" for x in labs_of(name, LABS, CHAPTERS))]:
        page = parsed(built_site / f"{place}.html")
        assert page.select(f'.lab-links a[href="../slides/{name}.html"]'), place


def test_every_figure_of_the_chapter_is_on_a_slide(chapter, deck):
    figures = [str(svg) for svg in chapter.select("figure svg[role=img]:not(pool-explorer svg)")]
    assert [str(svg) for svg in deck.select(".pieces svg[role=img]")] == figures


def test_no_paragraph_of_the_chapter_is_lost(chapter, deck):
    said = text_of(deck)
    for part in chapter.select("figure, .admonition-title, pre"):
        part.decompose()  # another test looks at these; a slide's title; comments move
    for part in chapter.find_all("strong", string=re.compile("^Predict")):
        part.decompose()  # that slide's title
    words = [tag for tag in chapter.select("p, li") if not tag.find(["p", "li"])]
    assert [tag.get_text() for tag in words if text_of(tag) not in said] == []


def predictions_in(chapter, deck):
    """Return (prediction of the page, its question's slide, the answer's first) of all."""
    predictions, questions = chapter.select("predict-first"), deck.select("section.slide-question")
    assert len(questions) == len(predictions)
    answers = [question.find_next_sibling("section") for question in questions]
    return list(zip(predictions, questions, answers, strict=True))


def test_a_question_and_its_answer_are_never_on_one_slide(chapter, deck):
    for prediction, _, answer in predictions_in(chapter, deck):
        figures = [title.get_text() for title in prediction.select("figure .lab-title")]
        assert answer.h2.get_text() in ["Reveal", *figures]


def test_a_question_and_its_answer_have_one_picture(chapter, deck):
    """Before the answer it tells nothing; with it, what the lab measured or showed."""
    for prediction, question, answer in predictions_in(chapter, deck):
        asked, told = question.select_one(".guess, .choices"), answer.select_one(".told")
        assert asked.select(".right, [style]") == []
        lab = json.loads(prediction.details["data-answer"])
        if "bars" in lab:
            measured = [
                bar["label"] for bar in lab["given"] + lab["bars"] if bar["value"] is not None
            ]
            assert [label.get_text() for label in told.select("span")] == measured
        elif lab["right"] is None:
            assert told is None, "what the build could not show is not told"
        else:
            boxes = told.select("li")
            assert [box.get_text() for box in boxes] == [li.get_text() for li in asked.select("li")]
            marked = [n for n, box in enumerate(boxes) if "right" in box.get("class", [])]
            assert marked == [lab["right"]]


def test_a_figure_is_under_what_it_shows(chapter, deck):
    """Its title is the slide's, so that a room reads the finding first."""
    titles = [title.get_text() for title in chapter.select("figure .lab-title")]
    slides = deck.select(".slide-figure, .slide-link")
    headings = [slide.h2.get_text() for slide in slides]
    assert [title for title in titles if title not in headings] == []


def test_a_question_shows_what_is_known_and_an_empty_bar_for_each_guess(chapter, deck):
    asked = [json.loads(d["data-answer"]) for d in chapter.select("predict-first > details")]
    bars = [len(answer["bars"]) for answer in asked if answer.get("bars")]
    pictures = deck.select(".slide-question .guess")
    shown = [len(picture.select("i:not(.known)")) for picture in pictures]
    assert shown == bars


def test_a_deck_ends_with_the_page_that_names_it(built_site):
    def rungs(page):
        return [rung.get_text() for rung in parsed(built_site / page).select(".rung")]

    assert rungs("chapters/costs.html")
    assert rungs("slides/06-race.html") == rungs("chapters/costs.html")


def test_what_can_be_played_can_be_played_on_its_slide(chapter, deck):
    players = chapter.select("figure timeline-player:not(pool-explorer timeline-player)")
    assert len(deck.select(".pieces timeline-player")) == len(players)
    shapes = deck.select(".slide-title .shape path")
    assert len(shapes) == bool(players)
    assert all(shape["d"].count("M") > 1 for shape in shapes)


@pytest.mark.parametrize("played", ["01-gil", "06-race"])
def test_space_plays_a_timeline_that_was_pressed_and_elsewhere_turns_the_slide(open_page, played):
    page = open_page(f"slides/{played}.html")
    page.set_viewport_size(STAGE)
    page.wait_for_selector(".reveal.ready")
    now = "Reveal.getIndices().h"
    number = page.evaluate("""() => {
        const slides = Reveal.getSlides();
        Reveal.slide(slides.findIndex((slide) => slide.querySelector("timeline-player")));
        return Reveal.getIndices().h;
    }""")
    player = page.locator("section.present timeline-player")
    page.keyboard.press("Space")
    assert page.evaluate(now) == number + 1
    page.keyboard.press("Shift+Space")
    assert page.evaluate(now) == number
    box = player.locator("svg").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.keyboard.press("Space")
    assert player.get_attribute("playing") is not None
    page.keyboard.press("Space")
    assert player.get_attribute("playing") is None
    assert page.evaluate(now) == number
    words = player.locator(".player-words").all_text_contents()
    assert all(words)
    page.keyboard.press("PageDown")
    assert page.evaluate(now) == number + 1, "a speaker's remote control turns slides as ever"


def test_nothing_on_a_slide_is_cut_off(shown):
    assert shown.evaluate(OUT_OF_SIGHT) == []


def test_the_type_can_be_read_from_the_last_row(shown):
    assert shown.evaluate(SMALLEST_TYPE) >= 29


def test_a_deck_printed_has_a_page_for_each_slide(open_page, name):
    page = open_page(f"slides/{name}.html?print-pdf")
    page.wait_for_selector(".pdf-page")
    count = page.evaluate("document.querySelectorAll('.pdf-page').length")
    assert count == page.evaluate("document.querySelectorAll('.slides section').length")
    heights = "[...document.querySelectorAll('.pdf-page')].map((sheet) => sheet.offsetHeight)"
    assert set(page.evaluate(heights)) <= {719, 720}


def test_no_page_of_the_site_loads_what_slides_need(built_site):
    pages = [p for p in built_site.rglob("*.html") if p.parent.name not in ("slides", "_static")]
    assert [p for p in pages if "_static/reveal/" in p.read_text("utf-8")] == []


def app_for(folder):
    """Return what stands for the app of a build into a folder; a deck is the text of its slides."""
    rendered = {"render": lambda template, context: repr(context["chapter"].slides)}
    colours = {"light_css_variables": {}, "dark_css_variables": {}}
    named = {"html_baseurl": "", "project": "", "language": "en"}
    config = SimpleNamespace(html_theme_options=colours, **named)
    builder = SimpleNamespace(templates=SimpleNamespace(**rendered))
    return SimpleNamespace(srcdir=folder, config=config, builder=builder)


def write_page(path, body):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"<article>{body}</article>", encoding="utf-8")


def deck_from(site, body, notes=""):
    """Return the deck of a chapter with this body, and with these notes if there are any."""
    write_page(site / "chapters/01-one.html", body)
    if notes:
        write_page(site / "chapters/workshop/notes/01-one.html", notes)
    write_decks(app_for(site), site, {"01-one": ["01-one"]}, {})
    return (site / "slides/01-one.html").read_text(encoding="utf-8")


CHAPTER = "<section id='one'><h1>One</h1>{}</section>"
NOTES = "".join(f"<section id='{id}'><h2>{id}</h2></section>" for id in PLACES)


def test_a_deck_is_written_only_when_its_page_or_notes_have_changed(tmp_path):
    deck_from(tmp_path, CHAPTER.format("<p>Words.</p>"))
    deck = tmp_path / "slides/01-one.html"
    os.utime(deck, (1, 1))
    deck_from(tmp_path, CHAPTER.format("<p>Words.</p>"))
    assert deck.stat().st_mtime == 1
    made = deck_from(tmp_path, CHAPTER.format("<p>Words.</p>"), NOTES)
    assert made.index("<h2>aim</h2>") < made.index("<h2>discuss</h2>")


def test_a_chapter_of_a_title_alone_has_a_slide_with_all_notes(tmp_path):
    made = deck_from(tmp_path, CHAPTER.format(""), NOTES)
    assert all(f"<h2>{place}</h2>" in made for place in PLACES)


@pytest.mark.parametrize(
    "fold",
    [
        "<summary>Why?</summary><p>Because.</p>",  # the form that labs have
        "<summary>Why?</summary>Because.",
        "<p>Why? Because.</p>",
    ],
)
def test_a_fold_of_any_form_is_on_the_deck(tmp_path, fold):
    made = deck_from(tmp_path, CHAPTER.format(f"<details>{fold}</details>"))
    assert "Why?" in made
    assert "Because." in made


def test_a_question_may_be_long(tmp_path):
    asked = f"<p><strong>Predict.</strong> How {'very ' * 200}long?</p>"
    fold = "<details><summary>Reveal</summary><p>So long.</p></details>"
    body = CHAPTER.format(f"<predict-first>{asked}{fold}</predict-first>")
    assert "very long?" in deck_from(tmp_path, body)


def test_a_chapter_without_slides_is_told_and_the_others_have_theirs(tmp_path, caplog):
    write_page(tmp_path / "chapters/00-none.html", "<p>There is no heading here.</p>")
    write_page(tmp_path / "chapters/01-one.html", CHAPTER.format("<p>Words.</p>"))
    logger = logging.getLogger("sphinx")
    logger.addHandler(caplog.handler)  # Sphinx hands nothing on
    try:
        labs = {"00-none": ["00-none"], "01-one": ["01-one"]}
        write_decks(app_for(tmp_path), tmp_path, labs, {})
    finally:
        logger.removeHandler(caplog.handler)
    assert {told.location for told in caplog.records} == {"chapters/00-none"}
    assert "does not begin with a heading" in caplog.text
    assert (tmp_path / "slides/01-one.html").exists()


def test_the_instructors_notes_are_on_the_deck(built_site, deck, name):
    labs = labs_of(name, LABS, CHAPTERS)
    folder = built_site / "chapters/workshop/notes"
    notes = [folder / f"{lab}.html" for lab in labs if (folder / f"{lab}.html").exists()]
    if not notes:
        pytest.skip("nobody has written notes for this lab")
    headings = [heading.get_text() for heading in deck.select(".notes h2")]
    for heading in ("Aim", "What to type", "What learners get wrong", "Discuss"):
        assert headings.count(heading) == len(notes)


@pytest.mark.parametrize(
    ("href", "there"),
    [
        ("#a", "../chapters/x.html#a"),
        ("y.html", "../chapters/y.html"),
        ("../notebooks/x.html#c", "../notebooks/x.html#c"),
        ("https://example.org/#a", "https://example.org/#a"),
    ],
)
def test_a_link_of_a_chapter_leads_to_the_same_place_from_its_deck(href, there):
    assert moved(href, "chapters/x.html", "slides") == there


def type_in(*texts, size="389 300"):
    return type_of(f'<svg viewBox="0 0 {size}">{"".join(texts)}</svg>', played=False)


def test_a_figures_type_is_larger_as_long_as_its_texts_do_not_run_into_one_another():
    name = '<text style="font-weight: 700" x="54" y="11">{}</text>'
    result = '<text style="text-anchor: end" x="386" y="11">0.44 s, 0.81 cores used</text>'
    short, long = [type_in(name.format(n * "a"), result) for n in (9, 20)]
    assert 11 < long < short
    assert long * 0.6 * (20 + 23) <= 386 - 54
    tick = '<text style="text-anchor: end" x="39" y="60">2nd</text>'
    axis = (
        '<text style="text-anchor: middle" x="11" y="60" transform="rotate(-90 11 60)">sent</text>'
    )
    assert type_in(tick, axis) < type_in(tick) == type_in(axis)


def test_a_figures_type_never_leaves_the_slide():
    size = type_in(f'<text x="350" y="99">{30 * "a"}</text>', size="389 400")
    edge = (1220 * 400 / 605 - 389) / 2  # beside the drawing
    assert 11 < size <= (389 + edge - 350) / (30 * 0.6)


def test_a_long_comment_gets_a_line_of_its_own():
    comment = f'<span class="c1"># {"very " * 9}long</span>'
    assert with_short_lines(f"    go()  {comment}\nstop()", 40) == (
        f"    {comment}\n    go()\nstop()"
    )
    opening = '<div class="highlight"><pre><span></span>'
    assert with_short_lines(f"{opening}go()  {comment}\n</pre></div>", 40) == (
        f"{opening}{comment}\ngo()\n</pre></div>"
    )


def test_a_long_table_goes_on_on_the_next_slide():
    parts = parts_of([50, *[200] * 5])
    assert [rows for rows, _ in parts] == [[1, 2], [3, 4], [5]]
    assert max(height for _, height in parts) <= 560


def test_no_row_stands_alone_where_it_can_have_company():
    assert [rows for rows, _ in parts_of([50, *[150] * 4])] == [[1, 2], [3, 4]]
