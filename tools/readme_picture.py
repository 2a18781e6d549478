"""Keep the README's picture: the figure of lab 06, as this build measured it.

A README cannot lend its colours to a picture, so the picture gets its own, and a paper to stand on.
"""

import re
import sys
from html import escape
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "notebooks")]

from extensions.labs.results import read_results  # noqa: E402
from extensions.labs.store import executed_path  # noqa: E402 - found through the line above
from lab.colours import LIGHT  # noqa: E402

PICTURE = ROOT / ".github" / "threads-and-processes.svg"
INK, PAPER = LIGHT["ink"], LIGHT["paper"]


def standalone(html, provenance):
    """Return the figure's SVG with colours and a typeface of its own, and its provenance."""
    svg = re.search(r"<svg.*?</svg>", html, re.DOTALL)[0]
    svg = re.sub(r"var\(--lab-paper, [^)]*\)", PAPER, svg).replace("currentColor", INK)
    svg = re.sub(r"var\(--lab-\d+, ([^)]*)\)", r"\1", svg)
    left, top, width, height = re.search(r'viewBox="([^"]*)"', svg)[1].split()
    bottom, width = float(height), float(width)
    height = bottom + 40
    sheet = f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="{PAPER}"/>'
    lines = [line.strip() for line in re.split(r"(?<=UTC): |(?<=\)); ", provenance)]
    note = "".join(
        f'<text x="4" y="{bottom + 11 + 10 * row}" style="font-size: 8px">{escape(line)}</text>'
        for row, line in enumerate(lines)
    )
    svg = re.sub(r'viewBox="[^"]*"', f'viewBox="{left} {top} {width} {height}"', svg, count=1)
    size = f'width="{width}" height="{height}" style="'
    svg = re.sub(r'style="width:100%;[^"]*?height:auto;', size, svg, count=1)
    style = f"<style>text {{ fill: {INK}; font-family: sans-serif }}</style>"
    svg = svg.replace("</svg>", f"{note}</svg>")
    return re.sub(r"^(<svg[^>]*>)", lambda tag: tag[0] + style + sheet, svg, count=1) + "\n"


def main():
    results = read_results(executed_path(ROOT, "06-race"))
    figure = results.figures["threads-and-processes"]
    PICTURE.write_text(standalone(figure.html, results.provenance), encoding="utf-8")
    print(f"{PICTURE.name}: {figure.alt}\n{results.provenance}")


if __name__ == "__main__":
    main()
