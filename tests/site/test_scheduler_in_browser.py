"""The reader is the scheduler, in a real Chromium: by mouse, by keys, by ear, on a phone.

The page's clock is a false one that only the test moves.
"""

import pytest
from adding import add, add_locked, is_two
from lone_pages import opening

from lab.interleave import Lock, State, every_order
from lab.page import orders


@pytest.fixture(scope="module")
def element():
    bare = every_order([add] * 2, lambda: State(total=0), is_two)
    locked = every_order([add_locked] * 2, lambda: State(total=0, lock=Lock()), is_two)
    return orders.as_html({"Without a lock": bare, "With a lock": locked})


@pytest.fixture
def open_page(chromium, element, tmp_path):
    body = f"<h1>Orders</h1>{element}"
    with opening(chromium, tmp_path, body, "scheduler.css", "thread-scheduler.js") as open_page:
        yield open_page


def said(page):
    return page.get_by_role("status").inner_text()


def steps(page):
    return page.locator(".scheduler-steps li").all_inner_texts()


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def test_the_reader_steps_into_the_lost_update(open_page):
    page = open_page()
    for name in ("Step A", "Step B", "Step B"):
        press(page, name)
    assert said(page) == "B writes total: 1 (state.total = value + 1)."
    assert page.locator("dd").first.inner_text() == "1"
    marked = page.locator(".scheduler-program:not([hidden]) .next")
    assert marked.text_content() == "A    state.total = value + 1\n"
    press(page, "Step A")
    assert said(page).endswith("Wrong: total is 1.")
    assert [step[0] for step in steps(page)] == ["A", "B", "B", "A"]
    assert marked.count() == 0


def test_a_thread_that_cannot_go_on_says_why(open_page):
    page = open_page()
    press(page, "With a lock")
    press(page, "Step A")
    assert said(page) == "A takes the lock (with state.lock:). B waits for the lock."
    assert page.get_by_role("button", name="Step B").get_attribute("aria-disabled") == "true"
    page.locator("[name=B]").click(force=True)
    assert said(page) == "B waits for the lock."
    assert page.locator("dl:visible dd").all_inner_texts() == ["0", "held by A"]
    for _ in range(2):
        press(page, "Step A")
    page.locator("[name=A]").click(force=True)
    assert said(page) == "A has ended."


def test_the_keyboard_alone_does_everything(open_page):
    page = open_page()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Without a lock"
    for key in "ab":
        page.keyboard.press(key)
    assert len(steps(page)) == 2
    page.keyboard.press("ArrowLeft")
    assert said(page) == "Taken back: a step of B."
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert said(page) == "This is the start."
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    assert [step[0] for step in steps(page)] == ["A", "B"], "what was taken back comes again"
    page.keyboard.press("ArrowRight")
    assert [step[0] for step in steps(page)] == ["A", "B", "B"], "the same thread goes on"
    page.keyboard.press("Control+a")
    assert len(steps(page)) == 3
    press(page, "Start again")
    assert (steps(page), said(page)) == ([], "Whose turn is it?")


def test_a_bad_order_is_played_step_by_step_and_can_be_stopped(open_page):
    page = open_page()
    press(page, "Play a bad order")
    page.clock.run_for(2000)
    assert len(steps(page)) == 2
    press(page, "Undo")
    page.clock.run_for(5000)
    assert len(steps(page)) == 1, "who does something else stops it"
    press(page, "Play a bad order")
    page.clock.run_for(9000)
    assert said(page).endswith("Wrong: total is 1.")
    press(page, "With a lock")
    press(page, "Play a bad order")
    assert said(page) == "There is none. All 2 orders: 0 of them wrong."


def test_all_orders_are_there_and_each_can_be_opened(open_page):
    page = open_page()
    button = page.get_by_role("button", name="All orders")
    button.click()
    assert button.get_attribute("aria-expanded") == "true"
    assert said(page).startswith("All 6 orders: 4 of them wrong.")
    grid = page.locator(".scheduler-orders button")
    assert grid.count() == 6
    page.get_by_role("button", name="B A B A, wrong").click()
    assert [step[0] for step in steps(page)] == ["B", "A", "B", "A"]
    assert page.locator("[name=order][aria-pressed=true]").all_inner_texts() == ["BABA"]
    page.get_by_role("button", name="A A B B, right").click()
    assert said(page).endswith("All have ended: right.")
    button.click()
    assert grid.count() == 0


def test_without_a_script_the_bad_order_is_a_table(open_page):
    page = open_page(with_scripts=False, java_script_enabled=False)
    assert page.get_by_role("cell", name="writes total: 1").count() == 2
    assert page.get_by_text("All 2 orders: 0 of them wrong.").is_visible()
    assert page.get_by_text("with state.lock:").is_visible()
    assert page.get_by_role("button").count() == 0


def test_the_page_does_not_move_when_the_script_arrives(open_page):
    height = "() => document.querySelector('thread-scheduler').offsetHeight"
    for width in (1200, 320):
        size = {"width": width, "height": 800}
        before = open_page(with_scripts=False, viewport=size).evaluate(height)
        page = open_page(viewport=size)
        assert abs(page.evaluate(height) - before) <= 1
        press(page, "Step A")
        press(page, "Step B")
        assert abs(page.evaluate(height) - before) <= 1, "nor when a step is made"


def test_it_fits_a_small_screen_and_a_finger(open_page):
    page = open_page(viewport={"width": 320, "height": 640}, has_touch=True)
    press(page, "All orders")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for target in page.get_by_role("button").all():
        assert target.bounding_box()["height"] >= 44
    page.get_by_role("button", name="Step A").tap()
    assert len(steps(page)) == 1
