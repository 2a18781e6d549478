"""Make matplotlib's SVG slim: the same picture in a fraction of the elements.

matplotlib wraps every part in groups, and draws each tick and each marker by a reference to a
shape. Here ticks that look alike become one path, and what changes nothing is left out.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from lab.page.svg_paths import relative

# What a text looks like unless it says otherwise; the <svg> says so once.
TEXT_SIZE = "11px"
ROOT_STYLE = f"fill: currentColor; font-size: {TEXT_SIZE}; stroke-linejoin: round"
USUAL = {"font-size": TEXT_SIZE, "fill": "currentColor", "text-anchor": "start"}


def slim(svg: str) -> str:
    """Return the text of an ``<svg>`` without namespaces and without needless elements."""
    svg = re.sub(r"(?s)^.*?(?=<svg)|<metadata>.*?</metadata>", "", svg)
    root = ET.fromstring(re.sub(r' xmlns(:\w+)?="[^"]*"|xlink:(?=href)', "", svg))
    _draw_in_place(root)
    used = set(re.findall(r"url\(#([^)]+)\)", svg))
    for node in root.iter():
        if node.get("id") not in used:
            node.attrib.pop("id", None)
        if node.get("d"):
            node.set("d", " ".join(node.get("d").split()))
    root.text, root[:] = None, _kept(root)
    return ET.tostring(root, encoding="unicode")


def style_of(node: ET.Element) -> dict[str, str]:
    """Return an element's style as a dict."""
    pairs = (entry.split(":", 1) for entry in node.get("style", "").split(";") if entry.strip())
    return {name.strip(): value.strip() for name, value in pairs}


def _draw_in_place(root: ET.Element) -> None:
    """Put shapes where they are referred to; those that look alike become one path."""
    shapes = {node.get("id"): node for node in root.iter("path") if node.get("id")}
    joined = {}
    for parent in list(root.iter()):
        for use in parent.findall("use"):
            shape = shapes[use.get("href")[1:]]
            style = _written({**style_of(use), **style_of(shape)})
            ahead = relative(shape.get("d")).removeprefix("m 0 0 ")
            steps = f"M {use.get('x')} {use.get('y')} {ahead} "
            like = joined.get((shape, style, parent.get("clip-path")))
            if like is None:
                use.tag, use.attrib = "path", {"d": steps, "style": style}
                joined[shape, style, parent.get("clip-path")] = use
            else:
                like.set("d", like.get("d") + steps)
                parent.remove(use)


def _written(style: dict[str, str]) -> str:
    return "; ".join(f"{name}: {value}" for name, value in style.items())


def _kept(parent: ET.Element) -> Iterator[ET.Element]:
    """Yield what is to be seen of an element's children, out of groups that change nothing."""
    for node in parent:
        node.text, node.tail = node.text if node.tag == "text" else None, None
        node[:] = list(_kept(node))
        outside = node.tag == "path" and not node.get("d")  # of what can be seen
        if outside or node.tag == "style" or style_of(node) == {"fill": "none"}:
            continue
        if node.tag == "defs":
            node[:] = [child for child in node if child.tag != "path"]
        if node.tag in ("g", "defs") and not len(node):
            continue
        if node.tag == "g" and not node.attrib:
            yield from node
        else:
            yield node


def page_text(text_style: str) -> str:
    """Return a text's style without its font, which is the page's, and without what is usual."""
    style = style_of(ET.Element("text", style=text_style))
    special = {name: value for name, value in style.items() if USUAL.get(name) != value}
    special.pop("font-family", None)
    return _written(special)
