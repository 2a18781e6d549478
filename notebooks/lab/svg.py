"""Show a matplotlib figure as inline SVG that takes the page's colours and fonts.

An inline SVG stays sharp at every size, weighs a fraction of a PNG, and can follow light and
dark: what is drawn in INK becomes the page's text colour, and each series colour becomes a
CSS variable (``--lab-1`` …) that a style sheet may override.
"""

import io
import re
from html import escape

import matplotlib
from IPython.display import display
from matplotlib.figure import Figure

from lab import machine
from lab.style import INK, PAPER, SERIES

# Four straight lines as matplotlib writes them.
_RECTANGLE = re.compile(r"M (\S+) (\S+) \nL (\S+) \2 \nL \3 (\S+) \nL \1 \4 \n(?:L \1 \2 \n)?z\n?")


def show(figure: Figure, name: str, alt: str, caption: str = "", measured: bool = True) -> None:
    """Display a figure and glue it as ``figure:name`` for the lab's chapter.

    `alt` says in words what the picture shows, for those who cannot see it; it must not be
    empty (ValueError). Under a measured figure stands on what machine it was measured.
    """
    show_html(as_svg(figure, name, alt), name, alt, caption, measured)


def show_html(html: str, name: str, alt: str, caption: str = "", measured: bool = True) -> None:
    """Display any HTML element as a figure, and glue it, as `show` does with a drawing."""
    if not alt.strip():
        raise ValueError("a figure needs an alt text: say what it shows")
    note = str(machine.provenance()) if measured else ""
    data = {"text/plain": alt, "text/html": framed(html, caption, note)}
    lab = {"alt": alt, "caption": caption}
    scrapbook = {"name": f"figure:{name}", "mime_prefix": ""}
    display(data, metadata={"scrapbook": scrapbook, "lab": lab}, raw=True)


def as_html(figure: Figure, name: str, alt: str, caption: str = "", note: str = "") -> str:
    """Return the figure as an HTML ``<figure>`` element around an inline SVG."""
    return framed(as_svg(figure, name, alt), caption, note)


def framed(html: str, caption: str = "", note: str = "") -> str:
    """Return the ``<figure>`` element around `html`, with what stands below it."""
    parts = [f'<span class="lab-caption">{escape(caption)}</span>'] if caption else []
    parts += [f'<small class="lab-provenance">{escape(note)}</small>'] if note else []
    legend = f"<figcaption>{' '.join(parts)}</figcaption>" if parts else ""
    return f'<figure class="lab-figure">{html}{legend}</figure>'


def as_svg(figure: Figure, name: str, alt: str) -> str:
    """Return the figure as an ``<svg>`` element that can stand inside a page.

    Its ids begin with `name`, so that several figures share a page without a clash.
    """
    stream = io.StringIO()
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        figure.savefig(stream, format="svg", transparent=True, metadata={"Date": None})
    svg = stream.getvalue()
    svg = svg[svg.index("<svg") :].rstrip()
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = _own_ids(svg, name)
    svg = _page_colours(svg)
    svg = re.sub(r"font(-family)?: ?[^;\"]*", _page_font, svg)
    svg = re.sub(r' (?:d|points|transform|x|y|width|height)="[^"]*"', _shorter_numbers, svg)
    svg = re.sub(r' d="([^"]*)"', _shorter_blocks, svg)
    svg = re.sub(r' transform="rotate\(-0 [^"]*"', "", svg)
    svg = re.sub(r">\s+<", "><", svg)
    return re.sub(r"^<svg[^>]*>", lambda tag: _open_tag(tag[0], alt), svg)


def _open_tag(tag: str, alt: str) -> str:
    """Rewrite the opening tag: scalable, and with a name for screen readers."""
    view_box = re.search(r'viewBox="([^"]*)"', tag)[1]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="{view_box}" role="img" aria-label="{escape(alt)}" '
        f'style="width:100%;max-width:42rem;height:auto">'
    )


def _own_ids(svg: str, name: str) -> str:
    """Drop the ids nobody refers to, and put `name` before the others."""
    used = set(re.findall(r'(?:url\(|href=")#([^)"]+)', svg))
    svg = re.sub(r' id="([^"]+)"', lambda m: f' id="{name}-{m[1]}"' if m[1] in used else "", svg)
    return re.sub(r'(url\(|href=")#', rf"\g<1>#{name}-", svg)


def _shorter_numbers(attribute: re.Match) -> str:
    """Round coordinates to a tenth of a point: no eye sees more, and the page gets lighter."""
    return re.sub(r"-?\d+\.\d{2,}", lambda m: f"{float(m[0]):.1f}".removesuffix(".0"), attribute[0])


def _shorter_blocks(attribute: re.Match) -> str:
    """Write a path of blocks as the steps from each to the next: a timeline has hundreds."""
    blocks = _RECTANGLE.findall(attribute[1])
    if _RECTANGLE.sub("", attribute[1]):
        return attribute[0]  # there are other lines in it
    path, x, y = "", 0, 0
    for block in blocks:
        left, low, right, high = (round(float(place) * 10) for place in block)
        width, height = (right - left) / 10, (high - low) / 10
        path += f"m{(left - x) / 10:g} {(low - y) / 10:g}h{width:g}v{height:g}h{-width:g}z"
        x, y = left, low
    return f' d="{path}"'


def _page_colours(svg: str) -> str:
    """Replace the stand-in colours by what the page provides."""
    svg = svg.replace(INK, "currentColor").replace(PAPER, "var(--lab-paper, transparent)")
    for number, colour in enumerate(SERIES, 1):
        svg = svg.replace(colour, f"var(--lab-{number}, {colour})")
    return svg


def _page_font(style: re.Match) -> str:
    """Keep a text's size and weight, and leave the family to the page."""
    size = re.search(r"[\d.]+px", style[0])
    if not size:
        return "font-family: inherit"
    weight = "font-weight: 700; " if re.search(r"\b(bold|[6-9]00)\b", style[0]) else ""
    return f"{weight}font-size: {size[0]}"
