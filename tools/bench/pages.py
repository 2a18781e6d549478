"""The rows about pages: what they weigh, ask for and say."""

import gzip
import io
import statistics

from bs4 import BeautifulSoup
from chromium import find_chromium
from PIL import Image
from playwright.sync_api import sync_playwright
from visits import opened, serving, visit

from . import projects
from .pairs import Row

SITE = projects.ROOT / "build" / "html"
DOTS_PER_INCH, CSS_DOTS_PER_INCH = 200, 96
# As large as it was drawn: there its lengths are points, of which an inch has 72. It may stand in
# a fold.
DRAWN_SIZE = """(svg) => {
    for (let fold = svg; (fold = fold.parentElement.closest("details")); ) fold.open = true;
    svg.style.width = `${(svg.viewBox.baseVal.width / 72) * 96}px`;
    svg.style.maxWidth = "none";
}"""


def started(playwright):
    """Start the installed Chromium."""
    return playwright.chromium.launch(executable_path=find_chromium())


def visited(quick):
    """Visit all pages, or one of each kind; return {name: Visit}."""
    names = sorted(path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html"))
    names = [name for name in names if not name.startswith("_static/")]
    if quick:
        names = ["index.html", "chapters/06-race.html", "notebooks/06-race.html"]
    with serving(SITE) as address, sync_playwright() as playwright:
        chromium, looks = started(playwright), set()
        context = chromium.new_context()
        visits = {name: visit(context, address + name, looks) for name in names}
        chromium.close()
    return visits, address


def page_rows(quick):
    """Return the rows on weight, requests, third parties, errors and accessibility."""
    visits, address = visited(quick)
    chapters = {name: seen for name, seen in visits.items() if name.startswith("chapters/")}
    labs = {name: seen for name, seen in visits.items() if name.startswith("notebooks/")}
    asked = [url for seen in visits.values() for url in seen.asked_for]
    foreign = [url for url in asked if not url.startswith((address, "data:"))]
    missing = [a for seen in visits.values() for a in seen.answers if a.status >= 400]
    return [
        heaviest("a chapter's first load, gzip", 40, chapters),
        Row("a chapter's requests", 9, max(seen.requests for seen in chapters.values())),
        heaviest("a lab's first load, gzip", 90, labs),
        Row("third-party requests", 0, len(foreign)),
        Row("console messages", 0, sum(len(seen.said) for seen in visits.values())),
        Row("answers 404 and other errors", 0, len(missing)),
        Row("axe-core violations", 0, sum(len(seen.violations) for seen in visits.values()),
            note=f"{len(visits)} pages, light and dark, 1440 and 390 px"),
    ]  # fmt: skip


def heaviest(what, limit_kb, visits):
    """Return the row of the heaviest of some pages."""
    weights = {name: seen.weight_bytes / 1000 for name, seen in visits.items()}
    name = max(weights, key=weights.get)
    over = sum(weight > limit_kb for weight in weights.values())
    note = f"the heaviest: {name}; {over} of {len(weights)} pages are above"
    return Row(what, limit_kb, weights[name], "kB", note=note, values=weights)


def figure_row(quick):
    """Compare the figures' weight with pictures of them at 200 dots per inch."""
    ratios = {}
    with serving(SITE) as address, sync_playwright() as playwright:
        chromium = started(playwright)
        for path in sorted(SITE.glob("chapters/06*.html" if quick else "chapters/*.html")):
            source = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
            drawn = [len(gzip.compress(str(svg).encode())) for svg in source.select("figure svg")]
            name, scale = f"chapters/{path.name}", DOTS_PER_INCH / CSS_DOTS_PER_INCH
            settings = {"java_script_enabled": False, "device_scale_factor": scale}
            with opened(chromium, address + name, **settings) as page:
                figures = page.locator("figure svg").all()
                for number, (figure, weight) in enumerate(zip(figures, drawn, strict=True)):
                    ratios[f"{name} {number}"] = weight / as_png(figure)
        chromium.close()
    median = statistics.median(ratios.values())
    note = f"{len(ratios)} figures, the worst {max(ratios.values()):.2f} ×"
    return Row("a figure's weight against a PNG", 0.25, median, "×", note=note, values=ratios)


def as_png(figure):
    """Return the bytes of a picture of a figure, compressed as well as a PNG can be."""
    figure.evaluate(DRAWN_SIZE)
    picture, packed = Image.open(io.BytesIO(figure.screenshot())), io.BytesIO()
    picture.convert("RGB").save(packed, "PNG", optimize=True)
    return len(packed.getvalue())
