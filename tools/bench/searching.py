"""The row about search: how soon a reader with a slow phone sees the first result."""

import contextlib

from playwright.sync_api import sync_playwright
from visits import opened

from .lighthouse import compressed
from .pages import SITE, started
from .pairs import interleave, ratio_row

QUERY = "as_completed"
# As Lighthouse has it: a slow 4G network and a processor at a quarter of its speed.
SLOW_NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 204_800,
                "uploadThroughput": 93_750}  # fmt: skip
SLOWER = 4
# When the first key was pressed and when the first result was there, in ms of the page's clock.
NOTE_RESULT = """(() => {
    addEventListener("keydown", () => (window.typedAt ??= performance.now()), true);
    new MutationObserver(() => {
        if (document.querySelector(".search-panel li, #search-results li"))
            window.shownAt ??= performance.now();
    }).observe(document, { childList: true, subtree: true });
})()"""


def search_row(stock_site, pairs):
    """Compare how soon the first result shows: ours while typing, Sphinx's on its own page."""
    with sync_playwright() as playwright, compressed(SITE) as ours, compressed(stock_site) as stock:
        chromium = started(playwright)

        def typed():
            with on_a_phone(chromium, ours) as page:
                page.keyboard.press("/")
                page.keyboard.type(QUERY)
                return first_result_s(page)

        def asked():
            with on_a_phone(chromium, stock) as page:
                page.goto(f"{stock}search.html?q={QUERY}")
                return first_result_s(page)

        mine, theirs = interleave(typed, asked, pairs)
        chromium.close()
    note = f"{QUERY!r}, from the first key; Sphinx's page with stock Furo, from asking for it"
    return ratio_row("first search result against Sphinx's page", 0.5, mine, theirs, note)


@contextlib.contextmanager
def on_a_phone(chromium, address):
    """Give a site's first page, with the network and the processor of a slow phone."""
    with opened(chromium, address) as page:
        page.add_init_script(NOTE_RESULT)
        page.evaluate(NOTE_RESULT)
        control = page.context.new_cdp_session(page)
        control.send("Network.emulateNetworkConditions", SLOW_NETWORK)
        control.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        yield page


def first_result_s(page):
    """Return how long a reader waited for the first result, in seconds, by the page's clock."""
    page.wait_for_function("window.shownAt")
    return page.evaluate("shownAt - (window.typedAt ?? 0)") / 1000
