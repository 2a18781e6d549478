"""Keep a record of every page as it was written: what search, descriptions and lists need.

The record is made from the page's finished HTML, so that lab values, figures' words and error
texts are in it. It is kept on disk, because an incremental build writes some pages only.
"""

import json
import re
from pathlib import Path

from bs4 import BeautifulSoup

from extensions.labs.files import write_if_changed

FOLDER = "page-records"
DESCRIPTION_LENGTH = 160  # characters; search engines show about as many
_SENTENCES = re.compile(r".{80,}[.?!](?= )")  # whole ones, if they say enough
_FIGURE = re.compile(r'<svg\b[^>]*\baria-label="([^"]*)".*?</svg>', re.DOTALL)
_UNREAD = re.compile(
    r"<(svg|script|style|button)\b.*?</\1>|<a class=\"headerlink\".*?</a>"
    r'|<div class="player-controls".*?</p></div>|<p class="lab-trace">.*?</p>',
    re.DOTALL,
)
_CODE = re.compile(r"<pre>.*?</pre>", re.DOTALL)
_COLOUR = re.compile(r"</?span\b[^>]*>")
_BLOCKS = ["h1", "h2", "h3", "h4", "p", "pre", "li", "td", "th", "dt", "dd", "summary", "img"]
_NO_PROSE = {"li", "details", "figcaption"}
_NO_PROSE_CLASSES = {"lab-links", "provenance", "run-it", "admonition", "claim"}
_UNSEARCHED = ["cell_input", "lab-provenance", "provenance", "lab-links", "run-it", "to-cell"]
QUESTIONS = "table.questions tbody tr"
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\N{NO-BREAK SPACE}": " "})


def parse(body):
    """Return the parsed body of a page, with figures replaced by their alt text.

    The colours of code go first: they are nine tenths of a lab's elements.
    """
    body = _FIGURE.sub(r"<p>[Figure: \1]</p>", body)
    body = _CODE.sub(lambda code: _COLOUR.sub("", code[0]), body)
    return BeautifulSoup(_UNREAD.sub("", body), "html.parser")


def describe(article):
    """Return the first sentences of a page's first paragraph, or ""."""
    texts = (tag.get_text() for tag in article.find_all("p") if _is_prose(tag))
    text = next((" ".join(text.split()) for text in texts if len(text) > 40), "")
    if len(text) <= DESCRIPTION_LENGTH:
        return text
    if whole := _SENTENCES.match(text[:DESCRIPTION_LENGTH]):
        return whole[0]
    return text[: DESCRIPTION_LENGTH - 1].rsplit(" ", 1)[0].rstrip(",;:–") + "…"


def _is_prose(paragraph):
    """Tell whether a paragraph, and all that it stands in, belongs to the page's own text."""
    return not any(
        tag.name in _NO_PROSE or _NO_PROSE_CLASSES.intersection(tag.get("class", ()))
        for tag in (paragraph, *paragraph.parents)
    )


def sections_of(article):
    """Return [id, heading, text] for each section; this takes the parsed page apart."""
    for code in article.find_all(class_=_UNSEARCHED):
        code.decompose()
    for block in article.find_all(_BLOCKS):
        block.append("\n")
    sections = [*rows_of(article)][::-1]
    for section in reversed(article.find_all("section", id=True)):
        section.extract()  # inner sections come later, so they have left already
        heading = section.find(re.compile("^h[1-6]$"))
        title = heading.extract().get_text() if heading else ""
        sections.append([section["id"], _plain(title), _plain(section.get_text())])
    return sections[::-1]


def rows_of(article):
    """Take the rows of lists that lead elsewhere out; yield [id or address, heading, text].

    A row is what somebody looks for. A symptom leads on to the lab that explains it, a question to
    the section that answers it; a name is explained where it stands.
    """
    for question, answer in (row.find_all("td") for row in article.select(QUESTIONS)):
        yield [f"?{question.a['href']}", _plain(question.get_text()), _plain(answer.get_text())]
        question.parent.decompose()
    for row in article.select("table.symptoms tbody tr"):
        number, seen, why, way_out = row.find_all("td")
        yield [number.a["href"], _plain(seen.get_text()), _plain(f"{why.text} {way_out.text}")]
        row.decompose()
    for term in article.select("dl.api dt[id]"):
        name = _plain(term.code.get_text()).partition("(")[0]
        description = term.find_next_sibling("dd")
        for links in description.select(".api-links"):
            links.decompose()
        yield [term["id"], name, _plain(f"{term.get_text()} {description.get_text()}")]
        term.parent.decompose()


def _plain(text):
    """Return the text on one line, with the quotation marks that a keyboard has."""
    return " ".join(text.translate(_PLAIN).split())


def record_path(app, docname):
    return Path(app.doctreedir, FOLDER, f"{docname}.json")


def read_records(app):
    """Return {docname: record} for all pages of the site, in the order of the navigation."""
    paths = {name: record_path(app, name) for name in app.env.collect_relations()}
    return {name: json.loads(p.read_text("utf-8")) for name, p in paths.items() if p.exists()}


def on_page(app, pagename, templatename, context, doctree):
    """Write the record of a page and hand its description to the template."""
    if doctree is None:  # made by Sphinx itself: the index, the search page
        return
    article = parse(context["body"])
    title = parse(context["title"]).get_text()
    record = {"title": title, "description": describe(article)}
    context["description"] = record["description"]
    app.emit("page-parsed", pagename, article)
    record["sections"] = sections_of(article)
    write_if_changed(record_path(app, pagename), json.dumps(record, ensure_ascii=False))
