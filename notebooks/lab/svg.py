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
from lab.page import still
from lab.page.slim import ROOT_STYLE, page_text, slim
from lab.page.svg_paths import shorter
from lab.style import INK, PAPER, SERIES

# How large a figure may get: its type is then as large as the page's.
POINTS_PER_REM = 11


def show(
    figure: Figure, name: str, alt: str, caption: str = "", measured: bool = True, title: str = ""
) -> None:
    """Display a figure and glue it as ``figure:name`` for the lab's chapter.

    `title` says what this run's picture shows, in a few words: where that depends on what was
    measured, choose it by that. `alt` says in words what there is to see, for those who cannot see
    it; it must not be empty (ValueError). Under a measured figure stands on what machine it was
    measured.
    """
    show_html(as_svg(figure, name, alt), name, alt, caption, measured, title, figure)


def show_html(
    html: str,
    name: str,
    alt: str,
    caption: str = "",
    measured: bool = True,
    title: str = "",
    picture: Figure | None = None,
) -> None:
    """Display any HTML element as a figure, and glue it, as `show` does with a drawing.

    `picture` stands in where the HTML is not trusted, or is exported to what knows none.
    """
    if not alt.strip():
        raise ValueError("a figure needs an alt text: say what it shows")
    note = str(machine.provenance()) if measured else ""
    data = {"text/plain": alt}
    if picture:
        data["image/png"] = still.as_png(picture)
        html = still.beside(html, data["image/png"], alt)
    data["text/html"] = framed(html, caption, note, title)
    lab = {"title": title, "alt": alt, "caption": caption}
    scrapbook = {"name": f"figure:{name}", "mime_prefix": ""}
    display(data, metadata={"scrapbook": scrapbook, "lab": lab}, raw=True)


def framed(html: str, caption: str = "", note: str = "", title: str = "") -> str:
    """Return the ``<figure>`` element around `html`, with what stands above and below it."""
    above = f'<strong class="lab-title" style="display:block">{escape(title)}</strong>'
    parts = [f'<span class="lab-caption">{escape(caption)}</span>'] if caption else []
    parts += [f'<small class="lab-provenance">{escape(note)}</small>'] if note else []
    legend = f"<figcaption>{' '.join(parts)}</figcaption>" if parts else ""
    return f'<figure class="lab-figure">{above if title else ""}{html}{legend}</figure>'


def as_svg(figure: Figure, name: str, alt: str) -> str:
    """Return the figure as an ``<svg>`` element that can stand inside a page.

    Its ids begin with `name`, so that several figures share a page without a clash.
    """
    stream = io.StringIO()
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        figure.savefig(stream, format="svg", transparent=True, metadata={"Date": None})
    svg = slim(_page_colours(stream.getvalue()))
    svg = _own_ids(svg, name)
    svg = re.sub(r' transform="rotate\(-0 [^"]*"', "", svg)
    svg = re.sub(r'(?<=<text style=")[^"]*', lambda style: page_text(style[0]), svg)
    svg = svg.replace(' style=""', "").replace(" />", "/>")
    return re.sub(r"^<svg[^>]*>", lambda tag: _open_tag(tag[0], alt), shorter(svg))


def _open_tag(tag: str, alt: str) -> str:
    """Rewrite the opening tag: scalable, and with a name for screen readers."""
    view_box = re.search(r'viewBox="([^"]*)"', tag)[1]
    width_rem = int(float(view_box.split()[2]) / POINTS_PER_REM)
    look = f"width:100%;max-width:{width_rem}rem;height:auto;{ROOT_STYLE}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view_box}" role="img" '
        f'aria-label="{escape(alt)}" style="{look}">'
    )


def _own_ids(svg: str, name: str) -> str:
    """Put `name` before each id, and where it is referred to."""
    return re.sub(r'(url\(#| id=")', rf"\g<1>{name}-", svg)


def _page_colours(svg: str) -> str:
    """Replace the stand-in colours by what the page provides."""
    svg = svg.replace(INK, "currentColor").replace(PAPER, "var(--lab-paper, transparent)")
    for number, colour in enumerate(SERIES, 1):
        svg = svg.replace(colour, f"var(--lab-{number}, {colour})")
    return svg
