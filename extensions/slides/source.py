"""Read a written page for its slides: its article, with addresses that work from elsewhere.

Figures and code are set aside while the page is parsed. They are most of it, they go onto a
slide as they are, and a parser would only be slow and rename parts of an SVG.
"""

import html
import posixpath
import re
from pathlib import Path

from bs4 import BeautifulSoup, Tag

_ARTICLE = re.compile(r"<article\b.*?</article>", re.DOTALL)
_ASIDE = re.compile(r"<(svg|pre)\b.*?</\1>", re.DOTALL)
_HEADER_LINK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)
_CODE_LINK = re.compile(r'<a class="code-link"[^>]*>(.*?)</a>', re.DOTALL)
_KEPT = re.compile(r'<(svg|pre) data-kept="(\d+)"></\1>')
_TAG = re.compile(r"<[^>]*>")


class Source:
    """One written page: its parsed article, and what was set aside of it."""

    def __init__(self, path: Path, address: str, seen_from: str) -> None:
        """Read the file at `path`, whose address is `address`, for a page at `seen_from`.

        Both addresses are relative to the site's root.
        """
        self.kept = []
        text = _ARTICLE.search(path.read_text(encoding="utf-8"))[0]
        text = _ASIDE.sub(self._set_aside, _HEADER_LINK.sub("", text))
        self.article = BeautifulSoup(text, "html.parser")
        folder = posixpath.dirname(seen_from)
        self.page = posixpath.relpath(address, folder)
        for link in self.article.find_all("a", href=True):
            link["href"] = moved(link["href"], address, folder)

    def _set_aside(self, found: re.Match) -> str:
        """Keep a figure or a block of code, whose links would only be in a speaker's way."""
        self.kept.append(_CODE_LINK.sub(r"\1", found[0]))
        return f'<{found[1]} data-kept="{len(self.kept) - 1}"></{found[1]}>'

    def whole(self, tag: Tag) -> str:
        """Return the HTML of a part of the article, with all that had been set aside."""
        return _KEPT.sub(lambda found: self.kept[int(found[2])], str(tag))

    def inner(self, tag: Tag) -> str:
        """Return the HTML inside of a part of the article."""
        return _KEPT.sub(lambda found: self.kept[int(found[2])], tag.decode_contents())


def moved(href: str, address: str, folder: str) -> str:
    """Return a link of the page at `address` as it has to be in another folder of the site."""
    if re.match(r"[a-z]+:|//", href):
        return href
    path, mark, anchor = href.partition("#")
    path = posixpath.join(posixpath.dirname(address), path) if path else address
    return posixpath.relpath(path, folder) + mark + anchor


def text_of(markup: str) -> str:
    return html.unescape(_TAG.sub("", markup))


def lines_of(code: str) -> list[str]:
    """Return the lines of coloured code as plain text."""
    return text_of(code).rstrip().splitlines()


def classes_of(tag: Tag) -> set[str]:
    return set(tag.get("class", ()))


def words_of(tag: Tag) -> str:
    """Return the text of a part of the article, on one line."""
    return " ".join(tag.get_text().split())
