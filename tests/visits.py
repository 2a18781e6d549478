"""Visit pages of the built site in a real browser, and note what happens meanwhile."""

import contextlib
import gzip
from dataclasses import dataclass, field
from importlib import resources

import serve

WIDE, PHONE, SMALLEST = 1440, 390, 320  # widths in pixels
HEIGHT = 900
TIMEOUT_S = 60
# A page has thousands of pieces of code in some ten colours, and axe takes a millisecond for
# each. Of each colour on each ground the first stays; the rest becomes part of its line.
JOIN_LIKE_PIECES_OF_CODE = """() => {
    const seen = new Set();
    for (const piece of document.querySelectorAll(".highlight pre span")) {
        const box = piece.closest(".highlight").parentElement;
        const kind = `${piece.className} in ${box.className} in ${box.parentElement.className}`;
        if (seen.has(kind)) piece.replaceWith(...piece.childNodes);
        seen.add(kind);
    }
    document.body.normalize();
}"""
NEXT_FRAME = """() => new Promise(
    (done) => requestAnimationFrame(() => requestAnimationFrame(done)))"""
RUN_AXE = """() => axe.run({ preload: false, resultTypes: ["violations"] }).then(
    ({ violations }) => violations.flatMap(({ id, help, nodes }) =>
        nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 160)}`)))"""


@dataclass
class Visit:
    """What was seen at one page: what it asked for, what the console said, how it looks."""

    address: str
    answers: list = field(default_factory=list)
    said: list = field(default_factory=list)
    asked_for: list = field(default_factory=list)
    weight_bytes: int = 0
    violations: list = field(default_factory=list)
    smallest_width: int = 0

    def watch(self, page):
        """Note from now on what the page asks for and what it says."""
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
def opened(chromium, address, width=WIDE, watch=None, **settings):
    """Give the page at `address`, in a browser that has seen nothing before."""
    size = {"width": width, "height": HEIGHT}
    context = chromium.new_context(viewport=size, **settings)
    try:
        page = context.new_page()
        if watch is not None:
            watch(page)
        page.goto(address, timeout=TIMEOUT_S * 1000)
        yield page
    finally:
        context.close()


def visit(chromium, address):
    """Open a page as a first reader, then look at it in both schemes and at all widths.

    Returns a Visit. The page is loaded once: its styles have to follow size and scheme anyway.
    """
    seen = Visit(address)
    with opened(chromium, address, watch=seen.watch) as page:
        seen.weight_bytes = sum(_weight_of(answer) for answer in seen.answers)
        page.set_viewport_size({"width": SMALLEST, "height": HEIGHT})
        seen.smallest_width = page.evaluate("document.documentElement.scrollWidth")
        page.evaluate(JOIN_LIKE_PIECES_OF_CODE)
        page.evaluate(resources.files("axe_playwright_python").joinpath("axe.min.js").read_text())
        for width in (WIDE, PHONE):
            page.set_viewport_size({"width": width, "height": HEIGHT})
            page.evaluate(NEXT_FRAME)  # by then the page's scripts know its new size
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                where = f"{scheme}, {width} px: "
                seen.violations += [where + text for text in page.evaluate(RUN_AXE)]
    return seen


def _weight_of(answer):
    """Return how many bytes an answer's body takes on the way from a host that compresses."""
    body = answer.body()
    return min(len(body), len(gzip.compress(body, mtime=0)))
