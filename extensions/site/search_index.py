"""Make the index of our own search, and the page it has, in place of Sphinx's.

The index has two parts, for a reader on a slow phone should see a first result soon. The first
is small: titles, headings, names of code and error messages. The second is all the text. Both
are scripts, not JSON: a browser loads them from a folder on disk as well (file://). Nothing of
it is loaded before somebody goes to a search box.
"""

import json
import re
from pathlib import Path

from sphinx.application import Sphinx

from extensions.labs.files import write_if_changed
from extensions.site.bundle import lazy_address
from extensions.site.records import read_records

INDEX, TEXTS, SCRIPT = "search-index.js", "search-texts.js", "_static/search.js"
# Not a plain word: an error with its message, or a name that has a dot, a line or a capital in it.
KEYWORD = re.compile(
    r"\b[A-Z]\w*(?:Error|Exception|Pool|Interrupt|Warning|Executor): .{1,80}"
    r"|\b[A-Za-z]+(?:[._][A-Za-z_]+)+\b"
    r"|\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\b"
)


def keywords(text):
    """Return the names of code and the error messages in a text, each once."""
    return " ".join(dict.fromkeys(KEYWORD.findall(text)))


def sections(app):
    """Yield (page title, address, heading, text) for every section of the site."""
    for docname, record in read_records(app).items():
        page = app.builder.get_target_uri(docname)
        for anchor, heading, text in record["sections"]:
            yield record["title"], f"{page}#{anchor}", heading, text


def as_script(name, value):
    return f"var {name} = {json.dumps(value, ensure_ascii=False, separators=(',', ':'))};\n"


def on_collect_pages(app):
    """Return the search page, for those who press Enter and for links with ?q=."""
    return [("search", {}, "search.html")]


def on_page(app, pagename, templatename, context, doctree):
    """Tell pages.js what to load when somebody goes to a search box, in this order."""
    files = f"{context['pathto'](INDEX, resource=True)} {lazy_address(app, context, SCRIPT)}"
    tag = f'\n<meta name="wake:search" content="{files}">'
    context["metatags"] = context.get("metatags", "") + tag


def write_index(app: Sphinx) -> None:
    found = list(sections(app))
    parts = {
        INDEX: ("searchIndex", [[*row, keywords(text)] for *row, text in found]),
        TEXTS: ("searchTexts", {address: text for _, address, _, text in found}),
    }
    for file, part in parts.items():
        write_if_changed(Path(app.outdir, file), as_script(*part))
