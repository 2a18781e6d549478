"""Visit pages of the built site in a real browser, and note what happens meanwhile."""

import contextlib
import gzip
from dataclasses import dataclass, field
from importlib import resources

import serve

WIDE, PHONE, SMALLEST = 1440, 390, 320  # widths in pixels
HEIGHT = 900
TIMEOUT_S = 60
AXE = resources.files("axe_playwright_python").joinpath("axe.min.js")
# The text of a page without what scripts alone need, and how many figures, links to pages and
# titles of folds it shows. What the explorer draws is chosen with a script, so it does not count;
# and what a prediction offers to choose from stands in a list without one.
READ = """() => {
    const inert = document.implementation.createHTMLDocument("");  // it loads nothing
    const main = inert.importNode(document.querySelector("[role=main]"), true);
    const asked = "predict-first :is(form, .choices, .guessed), predict-score, " +
        "predict-room > :not(p:first-of-type)";
    for (const part of main.querySelectorAll(`timeline-player, pool-explorer, button, ${asked}`))
        part.remove();
    const kinds = ["[role=main] figure svg:not(pool-explorer svg)", ".sidebar-tree a",
        "summary:not(predict-first summary)"];
    return [main.textContent.replace(/\\s+/g, " "), ...kinds.map((kind) =>
        [...document.querySelectorAll(kind)].filter((part) => part.checkVisibility()).length)];
}"""
# What the keyboard has to reach: all that can be used and is shown; of a group of radio buttons
# one, for arrows lead to the others.
STOPS = """a[href], button:not([disabled]), input:not([type=hidden], :disabled), select,
    textarea, summary, [tabindex]:not([tabindex="-1"])"""
WATCH_FOCUS = """(selector) => {
    const name = (stop) => stop.type === "radio" ? stop.name : stop;
    const shown = (stop) => stop.checkVisibility({ visibilityProperty: true });
    const stops = [...document.querySelectorAll(selector)].filter(shown);
    window.unreached = new Map(stops.map((stop) => [name(stop), stop.outerHTML.slice(0, 120)]));
    window.unmarked = [];
    document.addEventListener("focusin", ({ target }) => {
        unreached.delete(name(target));
        const style = getComputedStyle(target);
        const marked = style.outlineStyle !== "none" || style.boxShadow !== "none";
        const inside = target.getBoundingClientRect();
        if (!marked || !inside.width) unmarked.push(target.outerHTML.slice(0, 120));
    });
    return stops.length;
}"""
LOW = 40  # pixels: a low window has less to draw at each of many stops
# Answers are out of the way until a reader has guessed, or asked for them.
TELL_ALL = "document.querySelectorAll('predict-first .skip').forEach((button) => button.click())"
ASLEEP = ":is(timeline-player, pool-explorer, predict-first):not(:defined)"
AWAKE = f"document.querySelector('{ASLEEP}') === null"
# By the second frame after a change of size the page's own scripts have followed it.
NEXT_FRAME = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
# By then a page that has just come has asked for the scripts of figures near the window.
LOADED = (
    "[...document.scripts].every(({ src }) => !src || performance.getEntriesByName(src).length)"
)
VIEWS = [(width, scheme) for width in (WIDE, PHONE) for scheme in ("light", "dark")]
# What axe finds, as lines of text: the rule, what it asks for, the element.
VIOLATIONS = """() => axe.run({
    preload: false, resultTypes: ["violations"],
}).then(({ violations }) => violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 160)}`)))"""
CODE_WITHOUT_COLOURS = """document.querySelectorAll(".highlight pre").forEach((pre) =>
    pre.replaceChildren(pre.textContent))"""


@dataclass
class Visit:
    """What was seen at one page: what it asked for, what the console said, what it shows."""

    address: str
    answers: list = field(default_factory=list)
    said: list = field(default_factory=list)
    asked_for: list = field(default_factory=list)
    requests: int = 0  # of the first load, as the weight
    weight_bytes: int = 0
    violations: list = field(default_factory=list)
    smallest_width: int = 0
    read: list = field(default_factory=list)
    unreached: list = field(default_factory=list)
    unmarked: list = field(default_factory=list)

    def watch(self, page):
        page.on("request", lambda request: self.asked_for.append(request.url))
        page.on("response", lambda answer: self.answers.append(answer))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("console", lambda message: self.said.append(message.text))


@contextlib.contextmanager
def serving(site):
    """Serve the folder `site` on loopback for the length of a `with`; give its address."""
    with serve.open_server(site, 0) as server, serve.in_background(server) as address:
        yield address


@contextlib.contextmanager
def opened(chromium, address, width=WIDE, **settings):
    size = {"width": width, "height": HEIGHT}
    context = chromium.new_context(viewport=size, **settings)
    try:
        page = context.new_page()
        page.goto(address, timeout=TIMEOUT_S * 1000)
        yield page
    finally:
        context.close()


def visit(context, address, every_view=True):
    """Open a page as a first reader, walk it with Tab, and ask axe what is wrong with it.

    Returns a Visit. The page is loaded once: its styles have to follow size and scheme anyway.
    `context` is for visits alone. What a page leaves there is deleted before the next comes.
    Axe looks in both schemes and two widths, or in one view, and then at code as plain text: a lab
    has thousands of words in the colours of all pages, and each is work for axe.
    """
    seen = Visit(address)
    page = context.new_page()
    try:
        context.new_cdp_session(page).send("Network.clearBrowserCache")
        page.set_viewport_size({"width": WIDE, "height": HEIGHT})
        seen.watch(page)
        page.goto(address, timeout=TIMEOUT_S * 1000)
        page.evaluate(NEXT_FRAME)
        page.wait_for_function(LOADED)
        seen.requests = len(seen.asked_for)
        # What is asked for twice, such as the sign that is the icon too, comes once.
        once = {answer.url: answer for answer in seen.answers}
        seen.weight_bytes = sum(map(_weight_of, once.values()))
        seen.read = page.evaluate(READ)
        seen.unreached, seen.unmarked = _walk_with_tab(page)
        page.set_viewport_size({"width": SMALLEST, "height": HEIGHT})
        seen.smallest_width = page.evaluate("document.documentElement.scrollWidth")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        if not every_view:
            page.evaluate(CODE_WITHOUT_COLOURS)
        for width, scheme in VIEWS if every_view else VIEWS[:1]:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            page.emulate_media(color_scheme=scheme)
            page.evaluate(NEXT_FRAME)
            found = page.evaluate(VIOLATIONS)
            seen.violations += [f"{scheme}, {width} px: {text}" for text in found]
        page.evaluate("localStorage.clear()")
    finally:
        page.close()
    return seen


def _walk_with_tab(page):
    """Press Tab from the page's start to its end.

    Returns two lists of elements: those that Tab did not reach, and those that do not show that
    they have the focus.
    """
    page.set_viewport_size({"width": WIDE, "height": LOW})
    page.keyboard.press("Shift")
    page.wait_for_function(AWAKE)  # the first key has called for them
    page.evaluate(TELL_ALL)
    count = page.evaluate(WATCH_FOCUS, STOPS)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("+".join(["Tab"] * (count + 5)))  # it is held down, as in "Tab+Tab+Tab"
    page.evaluate("document.activeElement.blur()")
    return page.evaluate("[[...unreached.values()], unmarked]")


def _weight_of(answer):
    """Return how many bytes an answer's body takes on the way from a host that compresses."""
    body = answer.body()
    return min(len(body), len(gzip.compress(body, mtime=0)))
