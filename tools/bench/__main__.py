"""Measure the built site and its build against stock tools; print the table, write the JSON.

    make bench                      five pairs of everything, about half an hour
    make bench OPTIONS="--quick"    one pair, a few pages: to see that it works

Run it on a machine that does nothing else. What it needs beyond the site's own environment it
installs below build/bench.
"""

import argparse
import shutil
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "notebooks")]

from lab import machine  # noqa: E402  the path is known only now

from . import builds, lighthouse, pages, peers, projects, searching  # noqa: E402
from .commands import run  # noqa: E402
from .pairs import as_table, missing, write_json  # noqa: E402

PAIRS = 5


def stock_site(name, theme, python=sys.executable):
    """Build our own pages by stock tools with a theme; return the folder of the site."""
    folder = projects.make_stock(projects.whole(name), theme=theme)
    run(projects.sphinx(folder, python))
    return folder / "build" / "html"


def valid_row():
    """Count what the Nu validator objects to on all pages."""
    what = "errors that the Nu validator finds"
    jar = next(peers.node_tools().rglob("vnu.jar"))
    names = [path for path in pages.SITE.rglob("*.html") if "_static" not in path.parts]
    out = run(["java", "-jar", jar, "--stdout", "--exit-zero-always", "--errors-only", *names])
    lines = out.splitlines()
    return pages.Row(what, 0, len(lines), note="; ".join(lines[:1])[:200])


def with_browser(pairs, quick):
    """Return the parts of the measurement that look at pages, each a function."""

    def scores():
        book = stock_site("book", "sphinx_book_theme", peers.peer_python())
        program = peers.node_tools() / ".bin" / "lighthouse"
        return lighthouse.rows(program, pages.SITE, book, pairs, quick)

    return {
        "pages": lambda: pages.page_rows(quick),
        "figures": lambda: [pages.figure_row(quick)],
        "search": lambda: [searching.search_row(stock_site("furo", "furo"), pairs)],
        "Lighthouse": scores,
        "validator": lambda: [valid_row()],
    }


def measure(pairs, quick):
    """Return all rows; a part that cannot be measured becomes a row that says why."""
    parts = {
        "rebuilds": lambda: builds.rebuilds(pairs),
        "cold build against bare nbclient": lambda: [builds.cold_against_bare(pairs, quick)],
        "cold build against stock MyST-NB": lambda: [builds.cold_against_stock(pairs)],
    } | with_browser(pairs, quick)
    rows = []
    for name, part in parts.items():
        started = time.perf_counter()
        print(f"measuring: {name} …", end=" ", flush=True)
        try:
            rows += part()
        except Exception as problem:  # half an hour of other rows must not be lost by it
            rows.append(missing(name, 0, f"{type(problem).__name__}: {problem}"[:300]))
        print(f"{time.perf_counter() - started:.0f} s", flush=True)
    return rows


def main(arguments=None):
    """Measure, print and write; return 0 if all that was measured reached its target."""
    parser = argparse.ArgumentParser(prog="make bench", description="Measure against stock tools.")
    parser.add_argument("--quick", action="store_true", help="one pair, a few pages")
    options = parser.parse_args(arguments)
    if pages.find_chromium() is None or shutil.which("npm") is None:
        print("The comparison needs Chromium and npm. On Debian: apt-get install chromium npm")
        return 1
    pairs = 1 if options.quick else PAIRS
    rows = measure(pairs, options.quick)
    about = {"measured_on": str(machine.provenance()), "pairs": pairs, "quick": options.quick}
    write_json(projects.FOLDER / "bench.json", rows, about)
    print(f"\n{as_table(rows)}\n\n{about['measured_on']}; median of {pairs} pairs")
    return int(any(row.outcome == "not reached" for row in rows))


if __name__ == "__main__":
    sys.exit(main())
