"""Give every page one style sheet and one script in place of a dozen.

They are the theme's, the extensions' and our own, joined in their order. A file with attributes of
its own, such as a module, stays alone; so does what the theme writes at the end of the build.
Sphinx itself puts a checksum behind their names.
"""

import zlib
from pathlib import Path

from sphinx.application import Sphinx

from extensions.labs.files import write_if_changed

STYLES, SCRIPTS = "_static/site-styles.css", "_static/site-scripts.js"
# Keys that turn pages, words of Sphinx's own search in colour, and styles for extensions that are
# not here; nearly all that MyST-NB brings is the colours of terminals, the rest is in site.css.
UNUSED = (
    "doctools.js",
    "sphinx_highlight.js",
    "furo-extensions.css",
    "furo-extensions.js",
    "mystnb",
)
LATE = {"_static/pygments.css"}  # Furo adds the colours of the dark when all pages are written


def is_plain(asset) -> bool:
    """Tell whether a style sheet or script is a local file without anything special to it."""
    name = str(asset.filename or "")
    special = {key for key, value in asset.attributes.items() if value} - {"rel", "type", "defer"}
    return name.startswith("_static/") and name not in LATE and not special


def bundled(folder: str, name: str, assets: list, separator: str) -> list:
    """Write the plain ones of some assets as one file; return what a page is to load instead."""
    plain = sorted(filter(is_plain, assets), key=lambda asset: asset.priority)
    files = dict.fromkeys(str(asset.filename) for asset in plain)
    used = [file for file in files if not Path(file).name.startswith(UNUSED)]
    texts = [Path(folder, file).read_text("utf-8") for file in used]
    write_if_changed(Path(folder, name), separator.join(texts))
    return [name, *(asset for asset in assets if asset not in plain)]


def on_page(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Have a page load the two bundles; Sphinx has copied what they are made of by now."""
    for key, name, separator in (
        ("css_files", STYLES, "\n"),
        ("script_files", SCRIPTS, ";\n"),
    ):
        context[key] = bundled(app.outdir, name, context[key], separator)


def lazy_address(app: Sphinx, context: dict, name: str) -> str:
    """Return a page's address of a script that it loads later, with a checksum as Sphinx's."""
    checksum = zlib.crc32(Path(app.outdir, name).read_bytes())
    return f"{context['pathto'](name, resource=True)}?v={checksum:08x}"
