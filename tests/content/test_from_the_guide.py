"""Test the page for readers of the guide: each of its items is taught, and shown in a cell."""

import functools
import re

import pytest
from parsed import parsed

from extensions.names.cells import all_cells

ITEM = re.compile(r"^\(g(\d+)\)=$", re.MULTILINE)
CORRECTION = re.compile(r"^(\d+)\. ", re.MULTILINE)
CHAPTER = re.compile(r"\{doc\}`(\d\d-[\w-]+)`")
LAB = re.compile(r"\{doc\}`[^`]*<\.\./notebooks/(\d\d-[\w-]+)>`")
CELL = re.compile(r"\{cell\}`(?:[^`<]*<)?([\w-]+)::([\w-]+)>?`")


@pytest.fixture(scope="module")
def halves(root):
    """Return the page's source: what the guide says, and what to correct in it."""
    text = (root / "chapters" / "from-the-guide.md").read_text(encoding="utf-8")
    before, _, after = text.partition("\n## What to correct\n")
    return before, after


@pytest.fixture(scope="module")
def claims(root):
    """Return (lab, claim) of every claim that a cell of a lab makes."""
    return {(cell.lab, name) for cell in all_cells(root) for name in cell.claims}


def numbered(pattern, text):
    """Return {number: text} of the rows that begin with the pattern."""
    parts = pattern.split(text)
    return {int(number): row for number, row in zip(parts[1::2], parts[2::2], strict=True)}


@pytest.mark.parametrize("number", range(1, 14))
def test_every_item_of_the_guide_links_to_a_chapter_and_a_lab(root, halves, number):
    row = numbered(ITEM, halves[0])[number]
    assert CHAPTER.findall(row)
    assert LAB.findall(row)
    for name in CHAPTER.findall(row):
        assert (root / "chapters" / f"{name}.md").exists()
    for name in LAB.findall(row):
        assert (root / "notebooks" / f"{name}.ipynb").exists()


@pytest.mark.parametrize("number", range(1, 16))
def test_every_correction_links_to_a_chapter_and_to_a_cell_that_shows_it(
    root, halves, claims, number
):
    row = numbered(CORRECTION, halves[1])[number]
    assert CHAPTER.findall(row)
    assert CELL.findall(row)
    for name in CHAPTER.findall(row):
        assert (root / "chapters" / f"{name}.md").exists()
    assert set(CELL.findall(row)) <= claims


def test_there_are_no_other_rows(halves):
    assert list(numbered(ITEM, halves[0])) == list(range(1, 14))
    assert list(numbered(CORRECTION, halves[1])) == list(range(1, 16))


def test_links_to_cells_lead_to_the_claims_they_name(built_site, halves):
    page = built_site / "chapters" / "from-the-guide.html"
    soup = parsed(page)
    links = [link["href"] for link in soup.select("a") if "#cell-" in link.get("href", "")]
    assert len(links) == len(CELL.findall(halves[1]))
    for address in links:
        name, _, anchor = address.partition("#")
        assert anchor in cells_with_a_claim(page.parent / name), address


@functools.cache
def cells_with_a_claim(path):
    return {
        claim.find_parent("div", class_="cell").get("id") for claim in parsed(path)(class_="claim")
    }
