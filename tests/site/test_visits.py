"""Test what the tests of pages stand on: a visit finds the faults that a page has."""

import pytest
from visits import SMALLEST, serving, visit

PAGE = """<!doctype html><html lang="en"><title>Page</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<style>body {{ color: #222; background: #fff }} {style}</style>
<main role="main"><h1>Page</h1>
<div class="highlight"><pre><span class="n">a</span><span class="o">and</span></pre></div>
<p>One.</p><p>Two.</p><p id="third">Three has a <a href="#third">link</a>.</p>{body}</main></html>
"""
ONLY_IN_THE_DARK = "@media not (prefers-color-scheme: dark) { img { display: none } }"


@pytest.fixture
def seen(chromium, tmp_path):
    """Return a function that visits a page with this style and this end of its body."""
    context = chromium.new_context()

    def look(style="", body=""):
        (tmp_path / "page.html").write_text(PAGE.format(style=style, body=body), encoding="utf-8")
        with serving(tmp_path) as address:
            return visit(context, f"{address}page.html")

    yield look
    context.close()


def test_a_page_without_faults_has_none(seen):
    found = seen()
    assert (found.violations, found.said) == ([], [])
    assert (found.unreached, found.unmarked) == ([], [])
    assert found.smallest_width <= SMALLEST


@pytest.mark.parametrize(
    ("style", "rule", "view"),
    [
        ("#third { color: #bbb }", "color-contrast", "light, 1440 px"),
        ("@media (prefers-color-scheme: dark) { #third { background: #444 } }",
         "color-contrast", "dark, 1440 px"),
        ("@media (max-width: 400px) { p:nth-of-type(2) { color: #bbb } }",
         "color-contrast", "light, 390 px"),
        ("@media (max-width: 400px) and (prefers-color-scheme: dark) { h1 { color: #bbb } }",
         "color-contrast", "dark, 390 px"),
        (".highlight .o { color: #bbb }", "color-contrast", "light, 1440 px"),
        ("a { color: #333; text-decoration: none }", "link-in-text-block", "light, 1440 px"),
    ],
)  # fmt: skip
def test_colours_too_much_alike_are_found_in_each_view_that_has_them(seen, style, rule, view):
    found = [text.split(": ") for text in seen(style).violations]
    assert (view, rule) in {(where, kind) for where, kind, *_ in found}
    assert {kind for _, kind, *_ in found} == {rule}


def test_what_is_no_matter_of_colour_is_found_too(seen):
    found = seen(body='<img src="missing.png"><p style="width: 600px">Wide.</p>')
    assert any("image-alt" in text for text in found.violations)
    assert [answer.status for answer in found.answers if answer.status >= 400] == [404]
    assert found.smallest_width > SMALLEST


def test_what_is_shown_in_the_dark_alone_is_looked_at_too(seen):
    found = seen(ONLY_IN_THE_DARK, '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">')
    views = [text.partition(":")[0] for text in found.violations if "image-alt" in text]
    assert views == ["dark, 1440 px", "dark, 390 px"]


def test_what_the_keyboard_cannot_use_is_found(seen):
    trap = '<button onkeydown="event.preventDefault()">Stay</button><a href="#third">Never</a>'
    assert {"Never" in stop for stop in seen(body=trap).unreached} == {True}
    hidden = '<button style="outline: none">Where?</button>'
    assert {"Where?" in stop for stop in seen(body=hidden).unmarked} == {True}
