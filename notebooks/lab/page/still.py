"""A picture beside the live HTML of a figure, for wherever the HTML is not trusted or not kept.

JupyterLab takes the SVG and the scripts out of outputs that it does not trust, and leaves their
words behind. So the live part is hidden, the picture is shown, and a style sheet, which is taken
out too, turns that round. The build leaves all that out.
"""

import base64
import io
from html import escape

from matplotlib.figure import Figure

DPI = 120
TURNED_ROUND = (
    "<style>.lab-figure>.lab-still{display:none}"
    ".lab-figure>.lab-live[hidden]{display:block!important}</style>"
)


def as_png(figure: Figure) -> str:
    """Return the figure as a PNG on white paper, in base64."""
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=DPI, facecolor="white")
    return base64.b64encode(stream.getvalue()).decode("ascii")


def beside(live: str, png: str, alt: str) -> str:
    """Return HTML that shows `live` where it is trusted, else the picture."""
    picture = f'<img class="lab-still" src="data:image/png;base64,{png}" alt="{escape(alt)}">'
    before, after = f'{picture}<div class="lab-live" hidden="hidden">', f"</div>{TURNED_ROUND}"
    return f"{marked(before)}{live}{marked(after)}"


def marked(html: str) -> str:
    """Return HTML between the marks by which the build knows what to leave out."""
    return f"<!--still-->{html}<!--/still-->"
