"""Draw the picture that stands for a page where somebody shares its address.

A card shows the page's title over the site's sign: two threads that take turns, two processes
that overlap. A card is drawn once and kept until the title changes.
"""

import functools
import hashlib
import textwrap
from pathlib import Path

from extensions.site.records import read_records
from lab.colours import SERIES

FOLDER = "_cards"
WIDTH_PX, HEIGHT_PX, MARGIN_PX = 1200, 630, 84
INK, GREY, PAPER = "#1c2430", "#525b66", "#fdfcfa"
NAME_Y_PX, TITLE_Y_PX, SIGN_Y_PX = 58, 145, 490
ROW_PX, BLOCK_PX = 25, 17
# (row, start, end), in tenths of the width: what the four workers do.
BLOCKS = [(0, n, n + 0.5) for n in range(10)] + [(1, n + 0.5, n + 1) for n in range(10)]
BLOCKS += [(2, 0, 9), (3, 0, 10)]


def card_name(title):
    """Return the file name of the card for a title."""
    return f"{hashlib.sha256(title.encode()).hexdigest()[:12]}.png"


def draw_card(path, title, site_name):
    """Write the card for a title."""
    from PIL import Image, ImageDraw  # seldom needed

    card = Image.new("RGB", (WIDTH_PX, HEIGHT_PX), PAPER)
    draw = ImageDraw.Draw(card)
    lines = textwrap.wrap(title, 27)[:4]
    size_px = 64 if len(lines) < 4 else 56  # a long title keeps its distance from the sign
    name_font, title_font = font("DejaVuSerif.ttf", 36), font("DejaVuSerif-Bold.ttf", size_px)
    draw.text((MARGIN_PX, NAME_Y_PX), site_name, GREY, name_font)
    place = MARGIN_PX, TITLE_Y_PX
    draw.multiline_text(place, "\n".join(lines), INK, title_font, spacing=size_px / 4)
    tenth_px = (WIDTH_PX - 2 * MARGIN_PX) / 10
    for row, start, end in BLOCKS:
        left, right = (MARGIN_PX + tenth_px * edge for edge in (start, end))
        top = SIGN_Y_PX + ROW_PX * row
        draw.rectangle((left, top, right - 1, top + BLOCK_PX - 1), SERIES[row])
    card.quantize(64, Image.Quantize.FASTOCTREE).save(path)


@functools.cache
def font(file, size_px):
    """Return one of the fonts that come with matplotlib."""
    from matplotlib import get_data_path
    from PIL import ImageFont

    return ImageFont.truetype(Path(get_data_path(), "fonts", "ttf", file), size_px)


def on_page(app, pagename, templatename, context, doctree):
    """Tell the template the address of the page's card."""
    if doctree is not None:
        name = card_name(app.env.titles[pagename].astext())
        context["card_url"] = f"{app.config.html_baseurl}{FOLDER}/{name}"


def on_build_finished(app, exception):
    """Draw the cards that are missing, and delete those of titles that are gone."""
    if exception is not None or app.builder.format != "html":
        return
    folder = Path(app.outdir, FOLDER)
    folder.mkdir(exist_ok=True)
    titles = {card_name(t): t for n in read_records(app) if (t := app.env.titles[n].astext())}
    for path in folder.glob("*.png"):
        if path.name not in titles:
            path.unlink()
    for name, title in titles.items():
        if not folder.joinpath(name).exists():
            draw_card(folder / name, title, app.config.project)
