"""Searching in the built site, in a real Chromium."""

import pytest

WORDS = ["BrokenProcessPool", "as_completed"]
# What a worker says that does not know a cell's function, before Python 3.14 and since.
ERROR_TEXTS = ("Can't get attribute", "has no attribute")


def search(page, words):
    page.locator(".sidebar-search").focus()
    page.keyboard.type(words)


def plain(locator):
    """Return the text of an element in small letters, with the quotes that a keyboard has."""
    return locator.inner_text().replace("’", "'").lower()


@pytest.mark.parametrize("words", WORDS)
def test_search_answers_while_typing(open_page, words):
    page = open_page("index.html")
    page.keyboard.press("/")
    page.keyboard.type(words)
    first = page.locator(".search-panel li").first
    first.wait_for()
    assert words.lower() in plain(first)
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert words.lower() in plain(page.locator("[role=main]"))


def test_search_finds_the_text_of_an_error(open_page, built_site):
    index = (built_site / "search-texts.js").read_text(encoding="utf-8")
    shown = [text for text in ERROR_TEXTS if text in index]
    assert shown
    for text in shown:
        page = open_page("index.html")
        search(page, text)
        page.locator(".search-panel li", has_text=text).first.wait_for()


def test_search_answers_before_all_the_text_is_there(open_page):
    page, held = open_page("index.html"), []
    page.route("**/search-texts.js", lambda route: held.append(route))
    hits = page.locator(".search-panel li")
    search(page, "as_completed")
    hits.first.wait_for()
    page.keyboard.press("Control+A")
    search(page, "like cars behind a lorry")
    page.get_by_role("status").filter(has_text="Searching all the text").wait_for()
    held.pop().continue_()
    hits.filter(has_text="lorry").wait_for()


TRACEBACK = """Traceback (most recent call last):
  File "/srv/shop/jobs.py", line 12, in <module>
    print(list(pool.map(resize, pictures)))
AttributeError: Can't get attribute 'resize' on <module '__main__' (built-in)>"""


def test_a_pasted_traceback_leads_to_its_entry_and_to_nobody_else(open_page):
    page = open_page("chapters/09-failures.html")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label("Paste your traceback").fill(TRACEBACK)
    first = page.locator(".paste li a").first
    first.wait_for()
    assert "09-failures-raises.html" in first.get_attribute("href")
    assert [url for url in asked if "resize" in url] == []


def test_what_was_pasted_into_the_search_box_is_searched_with_all_its_lines(open_page):
    page = open_page("index.html", permissions=["clipboard-read", "clipboard-write"])
    last = "\nreported by somebody"
    page.evaluate("text => navigator.clipboard.writeText(text)", TRACEBACK + last)
    page.locator(".sidebar-search").focus()
    page.wait_for_function("!!window.ranking")
    page.keyboard.press("Control+V")
    page.locator(".search-panel li", has_text="Can't get attribute").first.wait_for()
    assert page.locator(".sidebar-search").input_value() == last.strip()
