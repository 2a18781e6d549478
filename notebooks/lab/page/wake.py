"""Bring an element to life where the site's scripts and styles are not known.

That is in JupyterLab, and on the page that nbconvert makes of a notebook.
"""

import json
from pathlib import Path

from IPython import get_ipython
from IPython.display import display

from lab.style import SERIES

STATIC = Path(__file__).parent / "static"


def bring_to_life(element: str, name: str, style: str = "player.css") -> None:
    """Give the element's script and its style sheet to whatever shows the notebook.

    MyST-NB takes what has a `mime_prefix` for a glued value, and leaves it out of the page.
    """
    if get_ipython() is None:  # a plain script shows nothing
        return
    script, looks = STATIC / f"{element}.js", STATIC / style
    colours = "".join(f"--lab-{number}:{colour};" for number, colour in enumerate(SERIES, 1))
    sheet = f":root{{{colours}--lab-paper:var(--jp-layout-color0)}}{looks.read_text('utf-8')}"
    code = f"""if (!customElements.get("{element}")) {{
        document.head.append(Object.assign(document.createElement("style"),
            {{textContent: {json.dumps(sheet)}}}));
        {script.read_text("utf-8")} }}"""
    scrapbook = {"name": f"player:{element}:{name}", "mime_prefix": "application/"}
    display({"application/javascript": code}, metadata={"scrapbook": scrapbook}, raw=True)
