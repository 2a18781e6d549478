"""Test that names in code lead to Python's documentation, in the labs as they were built."""

import functools

import pytest
from bs4 import BeautifulSoup
from parsed import parsed

from extensions.names.cells import cells_of
from extensions.names.inventory import documented
from extensions.names.link_code import KEPT_WORDS, meaning_of
from extensions.names.linked_html import with_links


def test_link_stands_around_the_name_and_changes_no_other_text():
    html = '<pre><span class="n">a</span> &lt; <span class="n">sleep</span>(&quot;&quot;)\n</pre>'
    linked = with_links(html, [(4, "sleep", "https://x/?a=1&b")])
    assert '<span class="n"><a class="code-link" href="https://x/?a=1&amp;b">sleep</a>' in linked
    assert BeautifulSoup(linked, "html.parser").get_text() == 'a < sleep("")\n'


def test_link_for_another_text_than_stands_there_is_left_out():
    html = "<pre>time.sleep\n</pre>"
    assert with_links(html, [(4, "sleep", "https://x")]) == html


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("threading.Event", "threading.Event"),
        ("as_completed()", "concurrent.futures.as_completed"),
        ("TimeoutError", "TimeoutError"),
        ("map", None),
        ("wait", None),  # the function, a method of an Event, or a parameter of shutdown?
        ("pool", None),
    ],
)
def test_prose_is_linked_where_it_can_mean_one_thing_only(text, name):
    assert meaning_of(text) == name


@functools.cache
def addresses_by_cell(page_path):
    """Return {anchor of a cell: the addresses it links to} of a built lab."""
    soup = parsed(page_path)
    return {
        cell.get("id"): {link["href"] for link in cell.select("a.code-link")}
        for cell in soup.select("div.cell")
    }


def test_each_name_of_the_standard_library_in_a_cell_is_linked(built_site, lab_path):
    linked = addresses_by_cell(built_site / "notebooks" / f"{lab_path.stem}.html")
    dead = [
        f"{cell.anchor}: {use.name}"
        for cell in cells_of(lab_path)
        for use in cell.uses
        if use.text and use.name in documented() and use.name not in KEPT_WORDS
        if documented()[use.name].address not in linked.get(cell.anchor, ())
    ]
    assert not dead, "\n".join(dead)
    assert any(linked.values()), "no cell of the lab has a link"
