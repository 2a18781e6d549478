"""Give every page one style sheet and one script in place of a dozen.

The theme and the extensions bring seven style sheets and seven scripts, three quarters of which
no page of ours uses. Here they are joined, in their order, and rules for what occurs on no page
are left out (see `prune_styles`). A script with attributes of its own, such as a module,
stays alone, and so does what only some pages load. No script keeps its comments.
"""

import hashlib
import re
from pathlib import Path

from rjsmin import jsmin

from extensions.site.prune_styles import prune

STYLES, SCRIPTS = "_static/site-styles.css", "_static/site-scripts.js"
# What these do is not used: keys that turn pages, and words of Sphinx's own search in colour.
UNUSED_SCRIPTS = {"_static/doctools.js", "_static/sphinx_highlight.js"}
# Loaded only by pages that have what it is for.
SCRIPT_FOR_CLASS = {"_static/design-tabs.js": "sd-tab-set"}
CLASS_OR_VARIABLE = re.compile(r"(?:\.|(?=--))(-?[a-zA-Z_-][\w-]*)")
QUOTED = re.compile(r"""(?s)"[^"\n]*"|'[^'\n]*'|`[^`]*`""")
WORD = re.compile(r"[\w-]+")
KNOWN_ATTRIBUTES = {"rel", "type"}  # of a style sheet like all others


def is_plain(asset):
    """Tell whether a style sheet or script is a local file without anything special to it."""
    name = str(asset.filename or "")
    special = {key for key, value in asset.attributes.items() if value} - KNOWN_ATTRIBUTES
    return name.startswith("_static/") and special <= {"defer"}


def parts_of(assets):
    """Return the names of the files to be joined, in the order in which pages load them."""
    chosen = [asset for asset in sorted(assets, key=lambda a: a.priority) if is_plain(asset)]
    names = dict.fromkeys(str(asset.filename) for asset in chosen)
    return tuple(name for name in names if name not in UNUSED_SCRIPTS | {*SCRIPT_FOR_CLASS})


def on_env_updated(app, env):
    """Note what all pages load, before single pages add something of their own."""
    app.bundled_styles = parts_of(app.builder._css_files)
    app.bundled_scripts = parts_of(app.builder._js_files)


def on_page(app, pagename, templatename, context, doctree):
    """Have a page load the two bundles, and what has to stay alone."""
    body = context.get("body", "")
    for key, bundle, parts in (
        ("css_files", STYLES, app.bundled_styles),
        ("script_files", SCRIPTS, app.bundled_scripts),
    ):
        kept = [a for a in context[key] if str(a.filename) not in {*parts, *UNUSED_SCRIPTS}]
        kept = [a for a in kept if SCRIPT_FOR_CLASS.get(str(a.filename), "") in body]
        context[key] = [f"{bundle}?v=0", *kept]  # see `stamp_assets`


def used_words(app, scripts):
    """Return all elements, classes, ids and variables in use: by pages, or by scripts."""
    ours = Path(app.srcdir, "_static")  # nothing in it is idle
    texts = [scripts, *(path.read_text(encoding="utf-8") for path in ours.glob("*.js"))]
    words = {word for text in texts for part in QUOTED.findall(text) for word in WORD.findall(part)}
    for path in ours.glob("*.css"):
        words.update(CLASS_OR_VARIABLE.findall(path.read_text(encoding="utf-8")))
    for path in Path(app.outdir).rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        words.update(re.findall(r"var\((--[\w-]+)", page))
        words.update(re.findall(r"<(\w[\w-]*)", page))
        for value in set(re.findall(r'\b(?:class|id)="([^"]*)"', page)):
            words.update(value.split())
    return words


def join(folder, names, separator):
    """Return the joined text of files."""
    return separator.join(Path(folder, name).read_text(encoding="utf-8") for name in names)


def write_script(path, text):
    """Write a script without its comments, but for those that name a licence, and blanks."""
    path.write_text(jsmin(text, keep_bang_comments=True), encoding="utf-8", newline="\n")


def on_build_finished(app, exception):
    """Write the bundles; the style sheet only when anything that it is made from has changed."""
    if exception is not None or app.builder.format != "html":
        return
    folder = app.outdir
    scripts = join(folder, app.bundled_scripts, ";\n")
    write_script(Path(folder, SCRIPTS), scripts)
    for path in Path(app.srcdir, "_static").glob("*.js"):
        write_script(Path(folder, "_static", path.name), path.read_text(encoding="utf-8"))
    styles = join(folder, app.bundled_styles, "\n")
    words = used_words(app, scripts).intersection(WORD.findall(styles))
    key = hashlib.sha256(repr((styles, sorted(words))).encode()).hexdigest()
    path, first_line = Path(folder, STYLES), f"/* made from {key[:16]} */\n"
    if not path.exists() or not path.read_text(encoding="utf-8").startswith(first_line):
        path.write_text(first_line + prune(styles, words), encoding="utf-8", newline="\n")
