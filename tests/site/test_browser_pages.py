"""How pages are set, in a real Chromium: lines of a readable length, one palette, claims, print."""

import re

import pytest

# How many characters the longest paragraphs have on a line.
LINES = """() => [...document.querySelectorAll("article section > p")]
    .filter((part) => part.textContent.length > 200 && part.checkVisibility())
    .map((part) => part.textContent.length /
        Math.round(part.clientHeight / parseFloat(getComputedStyle(part).lineHeight)))"""
SIZES = """(parts) => parts.map((part) =>
    parseFloat(getComputedStyle(document.querySelector(part)).fontSize))"""
GROUNDS = """(parts) => parts.flatMap((part) => [...document.querySelectorAll(part)])
    .map((part) => getComputedStyle(part).backgroundColor)"""
CLAIM = """(claim) => {
    const address = claim.querySelector("a.to-cell").getAttribute("href");
    return [address, claim.querySelector("strong").textContent];
}"""


@pytest.mark.parametrize("name", ["chapters/03-map", "notebooks/06-race"])
def test_a_line_of_prose_has_about_seventy_characters(open_page, name):
    lines = open_page(f"{name}.html").evaluate(LINES)
    assert lines
    assert 60 < sorted(lines)[len(lines) // 2] < 80


def test_code_captions_and_claims_have_their_sizes(open_page):
    page = open_page("chapters/06-race.html")
    sizes = page.evaluate(SIZES, [".highlight pre", ".lab-figure figcaption"])
    assert sizes == [14, pytest.approx(13.5, abs=0.1)]


def test_the_dark_has_one_palette(open_page):
    """All grounds are of one hue: bluer than grey, as the paper is."""
    page = open_page("notebooks/06-race.html", color_scheme="dark")
    parts = ["body", ".highlight", "div.cell_input", ".sidebar-drawer"]
    grounds = {ground for ground in page.evaluate(GROUNDS, parts) if "0, 0, 0, 0" not in ground}
    for red, _, blue in (map(int, re.findall(r"\d+", ground)[:3]) for ground in grounds):
        assert blue >= red + 8, grounds


def test_each_claim_of_a_chapter_leads_to_the_cell_that_tests_it(open_page):
    page = open_page("chapters/03-map.html")
    claims = page.locator(".claim").all()
    links = [claim.evaluate(CLAIM) for claim in claims]
    assert links
    lab = open_page("notebooks/03-map.html")
    for address, sentence in links:
        cell = lab.locator(f"#{address.partition('#')[2]}")
        assert sentence in map(str.strip, cell.locator(".claim strong").all_text_contents())


def test_each_figure_of_a_chapter_leads_to_the_cell_that_drew_it(open_page):
    page = open_page("chapters/03-map.html")
    figures = page.locator("figure.lab-figure")
    assert page.locator("figure.lab-figure .to-cell").count() == figures.count() > 0


@pytest.mark.parametrize("name", ["chapters/workshop/key-points", "chapters/review-checklist"])
def test_what_is_to_be_handed_out_fills_two_pages_at_most(open_page, name):
    """As each promises: the points take two sheets, the checklist both sides of one."""
    margin = dict.fromkeys(("top", "right", "bottom", "left"), "1cm")
    sheets = open_page(f"{name}.html").pdf(format="A4", margin=margin)
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) <= 2
