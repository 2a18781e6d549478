"""Make the index of our own search, and the page it has, in place of Sphinx's.

The index has two parts, for a reader on a slow phone should see a first result soon. The first
is small: titles, headings, names of code and error messages. The second is all the text. Both
are scripts, not JSON: a browser loads them from a folder on disk as well (file://). Nothing of
it is loaded before somebody goes to a search box.
"""

import json
import posixpath
import re
from collections import Counter
from pathlib import Path

from sphinx.application import Sphinx

from extensions.labs.files import write_if_changed
from extensions.site.bundle import lazy_address
from extensions.site.records import read_records

INDEX, TEXTS = "search-index.js", "search-texts.js"
SCRIPTS = ("_static/search-rank.js", "_static/search.js")
KINDS = {
    "chapters/reference": "Reference",
    "chapters/workshop": "Teach",
    "chapters/from-the-guide": "Page",
    "chapters/questions": "Page",
    "chapters/review-checklist": "Page",
    "chapters/": "Chapter",
    "notebooks/": "Lab",
}
# Not a plain word: an error with its message, or a name that has a dot, a line or a capital in it.
# What every traceback holds, files and attributes of `self`, tells no two of them apart.
KEYWORD = re.compile(
    r"\b[A-Z]\w*(?:Error|Exception|Pool|Interrupt|Warning|Executor): (?:\[\w+ \d+\] )?[^[(]{1,60}"
    r"|\b(?!self\.|\w+\.py\b)[A-Za-z]+(?:[._][A-Za-z_]+)+\b"
    r"|\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\b"
)


MOST_SECTIONS = 4  # a name that more of them have is found in the second part


def keywords(found: list[list[str]]) -> list[str]:
    """Return for each section the names of code and the error messages in it, each once.

    Exercises and notes repeat what their labs have, and are found by their headings.
    """
    lists = [
        [] if row[0] == "Teach" or row[3].startswith("Exercise") else names_in(row[-1])
        for row in found
    ]
    counts = Counter(name for names in lists for name in names)
    return [" ".join(n for n in names if counts[n] <= MOST_SECTIONS) for names in lists]


def names_in(text: str) -> list[str]:
    return list(dict.fromkeys(KEYWORD.findall(text)))


def sections(app: Sphinx) -> list[list[str]]:
    """Return [kind, page title, address, heading, text] for every section of the site.

    What an index of errors says of one is put before the text of the section that it leads to. A
    question is an entry of its own, with its answer in short.
    """
    found, symptoms, questions = {}, [], []
    for docname, record in read_records(app).items():
        page = app.builder.get_target_uri(docname)
        for anchor, heading, text in record["sections"]:
            if anchor.startswith("?"):
                address = resolved(page, anchor[1:])
                questions.append(["Question", record["title"], address, heading, text])
            elif anchor.startswith("../"):
                symptoms.append((resolved(page, anchor), f"{heading}: {text}"))
            else:
                address = f"{page}#{anchor}"
                found[address] = [kind_of(docname), record["title"], address, heading, text]
    for address, told in symptoms:
        if section := found.get(address) or numbered_section(found, address):
            section[0], section[-1] = "Error", f"{told} {section[-1]}"
    return [*found.values(), *questions]


def resolved(page: str, address: str) -> str:
    """Return an address that stands on a page as seen from the top of the site."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), address))


def shortened(address: str, heading: str) -> str:
    """Return the address without its anchor, up to the "#", if search.js can tell the rest."""
    page, _, anchor = address.partition("#")
    return f"{page}#" if slug(heading) == anchor else address


def slug(heading: str) -> str:
    """Return the anchor that a heading usually has; `slug` of search.js is the same."""
    return re.sub("[^a-z0-9]+", "-", heading.lower()).strip("-")


def numbered_section(found: dict[str, list[str]], address: str) -> list[str] | None:
    """Return the section "7. Title" of the page for `page.html#7-title`, if it is there."""
    page, _, anchor = address.partition("#")
    number = anchor.partition("-")[0]
    sections_there = (
        section
        for other, section in found.items()
        if other.startswith(f"{page}#") and section[3].startswith(f"{number}. ")
    )
    return next(sections_there, None)


def kind_of(docname: str) -> str:
    """Return what a result is, in a word that a reader sees."""
    return next((kind for start, kind in KINDS.items() if docname.startswith(start)), "Page")


def as_script(name, value):
    return f"var {name} = {json.dumps(value, ensure_ascii=False, separators=(',', ':'))};\n"


def on_collect_pages(app):
    """Return the search page, for those who press Enter and for links with ?q=."""
    return [("search", {}, "search.html")]


def on_page(app, pagename, templatename, context, doctree):
    """Tell pages.js what to load when somebody goes to a search box, in this order."""
    scripts = (lazy_address(app, context, script) for script in SCRIPTS)
    files = " ".join([context["pathto"](INDEX, resource=True), *scripts])
    tag = f'\n<meta name="lazy:search" content="{files}">'
    context["metatags"] = context.get("metatags", "") + tag


def write_index(app: Sphinx) -> None:
    found = sections(app)
    rows = [
        [kind, title, shortened(address, heading), heading, names]
        for (kind, title, address, heading, _), names in zip(found, keywords(found), strict=True)
    ]
    parts = {
        INDEX: ("searchIndex", rows),
        TEXTS: ("searchTexts", [text for *_, text in found]),
    }
    for file, part in parts.items():
        write_if_changed(Path(app.outdir, file), as_script(*part))
