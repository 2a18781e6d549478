"""Give every page one style sheet and one script: the theme's files and ours, joined and slim.

They are joined before Sphinx copies static files, so it names them by what is in them (`?v=`).
Three style sheets stay alone, for only some pages load them: MyST-NB's, which outweighs all of
ours, that of the ladder and that of the scheduler.
"""

import re
import zlib
from pathlib import Path

from furo import THEME_PATH, get_pygments_stylesheet
from sphinx.application import Sphinx

from extensions.labs.files import write_if_changed

FURO = THEME_PATH / "static"
STYLES = [
    FURO / "styles" / "furo.css",
    *(
        "_static/site.css",
        "_static/pages.css",
        "_static/predict.css",
        "_static/reference.css",
    ),
    "notebooks/lab/page/static/player.css",
]
# Ours is first: the theme's asks for the layout, which our buttons would change once more.
SCRIPTS = ["_static/pages.js", FURO / "scripts" / "furo.js"]
STYLES_NAME, SCRIPTS_NAME = "site-styles.css", "site-scripts.js"
# What is joined; looks of extensions that we do not have; keys that turn pages.
LEFT_OUT = ("pygments.css", "styles/furo", "scripts/furo", "documentation_options", "doctools")
LEFT_OUT = tuple(f"_static/{name}" for name in (*LEFT_OUT, "sphinx_highlight"))
# What begins the address of a style sheet: what a page that needs it holds.
FOR_SOME = {
    "_static/mystnb": '<div class="cell',
    "_static/ladder": 'class="ladder',
    "_static/scheduler": "<thread-scheduler",
}
_COMMENT, _INDENT = re.compile(r"/\*(?!!).*?\*/", re.DOTALL), re.compile(r"\n\s+")
_REMARK = re.compile(r"(?m)(?:^|[ \t]+)// .*$")  # to the end of a line of a script
FOLDERS = ("_static", "notebooks/lab/page/static")  # of our scripts


def write_bundles(app: Sphinx) -> None:
    """Write the joined files where Sphinx copies them from."""
    folder = Path(app.doctreedir, "static")
    styles = [Path(app.confdir, name).read_text("utf-8") for name in STYLES]
    scripts = [Path(app.confdir, name).read_text("utf-8") for name in SCRIPTS]
    ours = [path for name in FOLDERS for path in Path(app.confdir, name).glob("*.js")]
    for path in ours:  # Sphinx copies the slim one over the other
        write_if_changed(folder / path.name, slim_script(path.read_text("utf-8")))
    scripts[0] = slim_script(scripts[0])
    write_if_changed(folder / STYLES_NAME, slim("\n".join([get_pygments_stylesheet(), *styles])))
    write_if_changed(folder / SCRIPTS_NAME, "\n;".join(scripts))
    app.config.html_static_path.append(str(folder))
    app.add_css_file(STYLES_NAME, priority=900)
    for name in ("ladder.css", "scheduler.css"):
        app.add_css_file(name, priority=901)
    app.add_js_file(SCRIPTS_NAME)


def slim(styles: str) -> str:
    """Return styles without indents and comments (but licences): a sixth less to load."""
    return _INDENT.sub("\n", _COMMENT.sub("", styles))


def slim_script(script: str) -> str:
    """Return a script of ours without indents and comments: a fifth less to load."""
    return slim(_REMARK.sub("", script))


def on_page(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: object) -> None:
    """Have a page load the joined files, and what is for pages like it alone."""
    body = context.get("body", "")
    left_out = (*LEFT_OUT, *(name for name, sign in FOR_SOME.items() if sign not in body))
    for kind in ("css_files", "script_files"):
        kept = [file for file in context[kind] if not str(file.filename).startswith(left_out)]
        context[kind] = kept


def lazy_address(app: Sphinx, context: dict, name: str) -> str:
    """Return a page's address of a script that it loads later, with a checksum as Sphinx's."""
    checksum = zlib.crc32(Path(app.outdir, name).read_bytes())
    return f"{context['pathto'](name, resource=True)}?v={checksum:08x}"
