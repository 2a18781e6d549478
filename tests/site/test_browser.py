"""Every page of the built site, in a real Chromium: open to everyone, light, and quiet.

Each page is visited once, as by a reader who has seen nothing of the site before.
"""

import contextlib

import pytest
from budgets import CHAPTER_BYTES, LAB_BYTES, REQUESTS
from visits import READ, SMALLEST, visit

ONE_OF_EACH_KIND = {
    "index.html",
    "chapters/04-submit.html",
    "notebooks/14-your-code.html",
    "slides/04-submit.html",
    "chapters/reference.html",
    "chapters/workshop/schedules.html",
    "genindex.html",
    "search.html",
    "404.html",
}


@pytest.fixture(scope="session")
def visitor(chromium):
    with contextlib.closing(chromium.new_context()) as context:
        yield context


@pytest.fixture(scope="module")
def seen(visitor, site_address, page_name, request):
    every_view = page_name in ONE_OF_EACH_KIND or request.config.getoption("--every-view")
    return visit(visitor, site_address + page_name, every_view)


@pytest.fixture(scope="session")
def without_scripts(chromium):
    """Return a page of a browser without JavaScript, so that nothing is left of the last one."""
    with contextlib.closing(chromium.new_context(java_script_enabled=False)) as context:
        yield context.new_page()


def test_nobody_is_shut_out(seen):
    """axe-core finds nothing wrong: on one page of each kind light and dark, wide and narrow.

    `make test OPTIONS="--every-view"` looks at all pages so.
    """
    assert not seen.violations, "\n".join(seen.violations)


def test_the_keyboard_alone_reaches_everything(seen):
    assert seen.unreached == []
    assert seen.unmarked == []


def test_nothing_scrolls_sideways_on_the_smallest_screen(seen):
    assert seen.smallest_width <= SMALLEST


def test_the_page_asks_nobody_else_for_anything(seen, site_address):
    assert seen.asked_for
    foreign = {url for url in seen.asked_for if not url.startswith((site_address, "data:"))}
    assert foreign == set()


def test_everything_the_page_asks_for_is_there(seen):
    missing = [f"{answer.status} {answer.url}" for answer in seen.answers if answer.status >= 400]
    assert not missing, "\n".join(missing)


def test_the_console_stays_empty(seen):
    assert not seen.said, "\n".join(seen.said)


def test_a_first_load_is_light(seen, page_name):
    folder = page_name.partition("/")[0]
    budgets = {"chapters": CHAPTER_BYTES, "notebooks": LAB_BYTES}
    if folder not in budgets:
        pytest.skip("only chapters and labs have a budget")
    assert seen.weight_bytes <= budgets[folder]
    assert seen.requests <= REQUESTS


def test_a_page_is_whole_without_javascript(seen, without_scripts, site_address, page_name):
    """The same text, figures and links to other pages; no button that would do nothing."""
    if page_name == "search.html":
        pytest.skip("searching needs JavaScript; the page says so")
    page = without_scripts
    page.goto(site_address + page_name)
    text, figures, *others = page.evaluate(READ)
    assert [text, *others] == [seen.read[0], *seen.read[2:]]
    assert figures >= seen.read[1]
    idle = page.locator("button:visible:not(form[action] button)")  # a form needs no script
    assert idle.all_inner_texts() == []


def test_each_kind_of_page_is_there(built_site):
    assert [name for name in ONE_OF_EACH_KIND if not (built_site / name).exists()] == []
