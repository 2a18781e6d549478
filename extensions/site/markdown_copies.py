"""Write every page a second time as plain Markdown: page.md beside page.html.

For readers without a browser and for programs. Figures are there as their alt text, and the
values of the labs are filled in.
"""

import copy
import re
from pathlib import Path

from markdownify import ATX, MarkdownConverter

from extensions.labs.files import write_if_changed


class PageConverter(MarkdownConverter):
    """Convert a page's article; what is special about our pages stands here."""

    def convert_nav(self, el, text, parent_tags):
        """Leave navigation out."""
        return ""

    def convert_div(self, el, text, parent_tags):
        """Leave out what is there to be looked at alone, such as the marks of a scale."""
        return "" if el.get("aria-hidden") else super().convert_div(el, text, parent_tags)

    def convert_summary(self, el, text, parent_tags):
        """Show what is folded away under its question."""
        return f"\n\n**{text.strip()}**\n\n"

    def convert_a(self, el, text, parent_tags):
        """Lead from copy to copy, not from copy to page; slides have none."""
        href = el.get("href", "")
        if re.match(r"[a-z]+:|(\.\./)+slides/", href):
            return super().convert_a(el, text, parent_tags)
        link = copy.copy(el)
        link["href"] = re.sub(r"\.html(?=#|$)", ".md", href)
        return super().convert_a(link, text, parent_tags)


def code_language(pre):
    """Return the language of a code block, as it is written behind the fence."""
    classes = " ".join(name for tag in pre.parents for name in tag.get("class", ()))
    found = re.search(r"highlight-(\w+)", classes)
    language = found[1] if found else ""
    return {"ipython3": "python", "none": "", "default": "", "myst": ""}.get(language, language)


def as_markdown(article):
    converter = PageConverter(
        heading_style=ATX,
        bullets="-",
        code_language_callback=code_language,
        autolinks=False,  # <file.py> is a link to nobody
    )
    return re.sub(r"\n{3,}", "\n\n", converter.convert_soup(article)).strip() + "\n"


def on_page_parsed(app, docname, article):
    path = Path(app.outdir, f"{docname}.md")
    write_if_changed(path, as_markdown(article))


def on_page(app, pagename, templatename, context, doctree):
    """Tell the template where the page's copy is."""
    context["markdown_copy"] = f"{pagename.rpartition('/')[2]}.md" if doctree is not None else None
