"""Write the coordinates of an SVG short: no eye sees the difference, and the page gets lighter.

All lengths are in points. Text comes in and goes out; nothing is drawn here.
"""

import re
from collections.abc import Iterable
from itertools import chain, pairwise

_PATH = re.compile(r'<path d="([^"]*)"( clip-path="[^"]*")? style="fill: ([^";]+)"/>')
# A figure has many boxes with round corners, of one size.
_CURVED = re.compile(r'(?<= d=")[^"]* Q [^"]*')
_NUMBERS = re.compile(r' (?:d|points|transform|x|y|width|height)="[^"]*"')
# Four straight lines as matplotlib writes them, back to where they began.
_RECTANGLE = re.compile(r"M (\S+) (\S+) L (\S+) \2 L \3 (\S+) L \1 \4 (?:L \1 \2 )?z ?")


def shorter(svg: str) -> str:
    """Return the SVG with coordinates in tenths of a point, and rows of blocks as dashes."""
    svg = _CURVED.sub(lambda path: relative(path[0]), svg)
    svg = _NUMBERS.sub(_rounded, svg)
    svg = _PATH.sub(_blocks, svg)
    return re.sub(r'(?<= d=")[^"]*', lambda path: re.sub(r" *([A-Za-z]) *", r"\1", path[0]), svg)


def relative(path: str) -> str:
    """Return a path as where it begins, and steps from there: alike for all shapes that are alike.

    It knows the commands that matplotlib writes: points, joined by lines or curves, and ``z``.
    """
    commands = re.findall(r"([A-Zz])([^A-Za-z]*)", path)
    origin = [float(number) for number in commands[0][1].split()]
    steps, here, first = [f"m {_short(origin)}"], (0, 0), (0, 0)
    for command, numbers in commands[1:]:
        places = [round(float(n) - origin[i % 2], 1) for i, n in enumerate(numbers.split())]
        ahead = [place - here[i % 2] for i, place in enumerate(places)]
        steps.append(f"{command.lower()} {_short(ahead)}")
        here = tuple(places[-2:]) or first
        first = here if command == "M" else first
    return " ".join(steps)


def _short(numbers: Iterable[float]) -> str:
    """Return numbers in tenths, written as briefly as can be."""
    return " ".join(f"{round(number, 1) + 0:.1f}".removesuffix(".0") for number in numbers)


def _rounded(attribute: re.Match) -> str:
    return re.sub(r"-?\d+\.\d{2,}", lambda m: f"{float(m[0]):.1f}".removesuffix(".0"), attribute[0])


def _blocks(path: re.Match) -> str:
    """Write blocks that stand side by side as one thick dashed line: a timeline has hundreds."""
    blocks = [tuple(round(float(place) * 10) for place in b) for b in _RECTANGLE.findall(path[1])]
    if _RECTANGLE.sub("", path[1]) or len({(low, high) for _, low, _, high in blocks}) != 1:
        return path[0]  # there are other lines in it
    edges = list(chain.from_iterable((left, right) for left, _, right, _ in blocks))
    _, low, _, high = blocks[0]
    line = f"M {edges[0] / 10:g} {(low + high) / 20:g} H {edges[-1] / 10:g}"
    dashes = " ".join(f"{(end - start) / 10:g}" for start, end in pairwise(edges))
    dashes = re.sub(r"\b0\.", ".", dashes)
    pattern = f'" stroke-dasharray="{dashes}' if len(blocks) > 1 else ""
    width = abs(high - low) / 10
    look = f"stroke: {path[3]}; stroke-width: {width:g}"
    return f'<path d="{line}{pattern}"{path[2] or ""} style="{look}"/>'
