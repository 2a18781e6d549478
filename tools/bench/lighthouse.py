"""The rows that Lighthouse measures, as on a slow phone."""

import contextlib
import gzip
import json
import os
import statistics
import tempfile
from functools import partial
from pathlib import Path

from chromium import find_chromium

import serve

from .commands import run
from .pairs import Row, interleave

TARGETS = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}
PAGES = ("chapters/06-race.html", "notebooks/06-race.html")
FLAGS = ["--quiet", "--output=json", "--chrome-flags=--headless=new --no-sandbox"]
LIMIT_S = 120
ONE_WORD = '<!doctype html><html lang="en"><title>Least</title><h1>Word</h1></html>'
PAINT = "largest-contentful-paint"


class CompressedSite(serve.SiteHandler):
    """Answer as a real host does: compressed."""

    def do_GET(self):
        """Send a file of the site, gzip."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            super().do_GET()
            return
        body = gzip.compress(path.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        """Say nothing."""


@contextlib.contextmanager
def compressed(site):
    """Serve a site on loopback, compressed, for the length of a `with`; give its address."""
    handler = partial(CompressedSite, directory=str(site))
    with (
        serve.SiteServer((serve.LOOPBACK, 0), handler) as server,
        serve.in_background(server) as address,
    ):
        yield address


def look(program, address):
    """Let Lighthouse look at one page; return {what: value}."""
    settings = {**os.environ, "CHROME_PATH": find_chromium()}
    told = json.loads(run([program, address, *FLAGS], limit_s=LIMIT_S, env=settings))
    found = {name: told["categories"][name]["score"] * 100 for name in TARGETS}
    for name in ("cumulative-layout-shift", PAINT):
        found[name] = told["audits"][name]["numericValue"]
    found["speed"] = told["environment"]["benchmarkIndex"]
    return found


def rows(program, our_site, book_site, pairs, quick):
    """Return the rows of Lighthouse: the worst page's median counts."""
    pages = PAGES[:1] if quick else PAGES
    with compressed(our_site) as ours, compressed(book_site) as book:
        looks = {}
        for name in pages:
            looks[name] = interleave(
                partial(look, program, ours + name), partial(look, program, book + name), pairs
            )
    found = [score_row(name, target, looks) for name, target in TARGETS.items()]
    shift = {name: middle(mine, "cumulative-layout-shift") for name, (mine, _) in looks.items()}
    paint = {
        name: middle(mine, PAINT) / middle(theirs, PAINT) for name, (mine, theirs) in looks.items()
    }
    least = least_paint_ms(program) / min(middle(theirs, PAINT) for _, theirs in looks.values())
    floor = f"a page of one word and nothing else: {least:.2f} ×"
    found.append(Row("layout shift, mobile", 0.005, max(shift.values()), values=shift))
    found.append(Row("largest paint against the book theme's", 0.25, max(paint.values()), "×",
                     note=floor, values=paint))  # fmt: skip
    return found


def least_paint_ms(program):
    """Return the largest paint of the smallest page there is: no page can be faster."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "index.html").write_text(ONE_WORD, encoding="utf-8")
        with compressed(folder) as address:
            return look(program, f"{address}index.html")[PAINT]


def middle(looks, name):
    """Return the median of one figure."""
    return statistics.median(look[name] for look in looks)


def score_row(name, target, looks):
    """Return the row for one of Lighthouse's scores."""
    scores = {page: middle(mine, name) for page, (mine, _) in looks.items()}
    theirs = min(middle(book, name) for _, book in looks.values())
    note = f"the book theme on the same pages: {theirs:.0f}"
    if name == "performance":
        speed = min(middle(mine, "speed") for mine, _ in looks.values())
        note += f"; what Lighthouse calls this machine's speed: {speed:.0f}"
    return Row(f"Lighthouse, mobile: {name}", target, min(scores.values()), at_least=True,
               note=note, values=scores)  # fmt: skip
