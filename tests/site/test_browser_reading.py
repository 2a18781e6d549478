"""Reading the built site in a real Chromium: by keyboard, without JavaScript, in either scheme."""

import re
from itertools import product

import pytest
from visits import PHONE

CLIPBOARD = ["clipboard-read", "clipboard-write"]


def background(page):
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_the_keyboard_skips_the_navigation(open_page):
    page = open_page("chapters/06-race.html")
    skip = page.get_by_role("link", name="Skip to content")
    for _ in range(3):
        page.keyboard.press("Tab")
        if skip.evaluate("link => link === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('[role=main]') !== null")


def test_the_keyboard_opens_a_solution(open_page):
    page = open_page("notebooks/06-race.html")
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details").first.evaluate("details => details.open")


@pytest.mark.parametrize("prompt", ["$ ", "> "])
def test_copying_commands_leaves_their_prompts_out(open_page, prompt):
    """What is pasted into a terminal is what one would have typed there."""
    page = open_page("chapters/workshop/set-up.html", permissions=CLIPBOARD)
    block = page.locator(".highlight", has_text=re.compile(f"^{re.escape(prompt)}")).first
    lines = block.locator("pre").inner_text().splitlines()
    assert len(lines) == 3
    block.get_by_role("button", name="Copy").click()
    block.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.splitlines() == [line.removeprefix(prompt) for line in lines]


def test_the_keyboard_opens_the_navigation_on_a_phone(open_page):
    page = open_page("chapters/06-race.html", width=PHONE)
    links = page.get_by_role("navigation", name="Pages").get_by_role("link")
    assert not links.first.is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.wait_for_function("document.querySelector('.sidebar-tree a').checkVisibility("
                           "{ visibilityProperty: true })")  # fmt: skip
    assert "nav" in page.evaluate("document.activeElement.id")


IN_SIGHT = """() => {
    const box = (part) => document.querySelector(part).getBoundingClientRect();
    const here = box(".sidebar-tree .here"), seen = box(".sidebar-scroll");
    const edge = 1;  // positions are no whole pixels
    return here.height > 0 && here.top >= seen.top - edge && here.bottom <= seen.bottom + edge;
}"""


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("name", ["chapters/01-gil", "notebooks/09-failures-wrong",
                                  "chapters/workshop/key-points"])  # fmt: skip
def test_the_readers_place_in_the_navigation_is_in_sight(open_page, name, scripts):
    page = open_page(f"{name}.html", java_script_enabled=scripts)
    page.set_viewport_size({"width": 1440, "height": 500})
    page.reload()
    page.wait_for_function(IN_SIGHT)


def test_the_drawer_of_a_phone_shows_the_readers_place(open_page):
    page = open_page("chapters/workshop/key-points.html", width=PHONE)
    page.set_viewport_size({"width": PHONE, "height": 500})
    page.reload()
    page.locator(".nav-overlay-icon").click()
    page.wait_for_function(IN_SIGHT)


def test_the_explorer_without_javascript_is_a_table_of_all_runs(open_page):
    page = open_page("chapters/06-race.html", java_script_enabled=False)
    explorer = page.locator("pool-explorer")
    fields = explorer.locator("fieldset").all()
    options = [
        [button.get_attribute("value") for button in f.locator("input").all()] for f in fields
    ]
    rows = [row.inner_text().split("\t") for row in explorer.locator("tbody tr").all()]
    assert {tuple(row[:3]) for row in rows} > set(product(*options))
    assert all(float(seconds) > 0 and float(cores) >= 0 for *_, seconds, cores in rows)


def test_solutions_open_without_javascript(open_page):
    page = open_page("notebooks/06-race.html", java_script_enabled=False)
    details = page.locator("details").first
    details.locator("summary").click()
    assert details.locator(":scope > :not(summary)").first.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_scheme_is_the_readers_and_can_be_switched(open_page, scheme):
    page = open_page("index.html", color_scheme=scheme)
    at_first = background(page)
    switch = page.locator(".theme-toggle:visible").first
    switch.focus()
    page.keyboard.press("Enter")
    assert background(page) != at_first
    chosen = page.evaluate("document.body.dataset.theme")
    assert chosen == {"light": "dark", "dark": "light"}[scheme]
    page.get_by_role("status").filter(has_text=f"Colours: {chosen}").wait_for(state="attached")
    switched = background(page)
    page.reload()
    assert background(page) == switched
