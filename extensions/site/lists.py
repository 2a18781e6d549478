"""Write the lists of all pages: for search engines and for language models.

All of them are made at the end of every build from the records of the pages.
"""

from html import escape
from pathlib import Path

from sphinx.application import Sphinx

from extensions.labs.files import write_if_changed
from extensions.site.last_changed import page_changed
from extensions.site.navigation import entry_above
from extensions.site.records import read_records


def sitemap(app: Sphinx, records: dict) -> str:
    """Return sitemap.xml: the address of every page and the day of its last change."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ]
    for docname in records:
        uri = "" if docname == app.config.root_doc else app.builder.get_target_uri(docname)
        changed = page_changed(app, docname)
        day = f"<lastmod>{changed}</lastmod>" if changed else ""
        lines.append(f"<url><loc>{escape(app.config.html_baseurl + uri)}</loc>{day}</url>")
    return "\n".join([*lines, "</urlset>", ""])


def robots(app: Sphinx, records: dict) -> str:
    """Return robots.txt: everybody may read everything."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {app.config.html_baseurl}sitemap.xml\n"


def llms(app: Sphinx, records: dict) -> str:
    """Return llms.txt: what this is, and every page's Markdown copy with a line about it."""
    home = records[app.config.root_doc]
    lines = [f"# {app.config.project}", "", f"> {home['description']}"]
    groups = {}
    for docname, record in records.items():
        if docname != app.config.root_doc:
            groups.setdefault(entry_above(app, docname)[0] or "More", []).append((docname, record))
    for group, pages in groups.items():
        lines += ["", f"## {group}", ""]
        for docname, record in pages:
            address = f"{app.config.html_baseurl}{docname}.md"
            lines.append(f"- [{record['title']}]({address}): {record['description']}")
    return "\n".join([*lines, ""])


LISTS = {
    "sitemap.xml": sitemap,
    "robots.txt": robots,
    "llms.txt": llms,
}


def write_lists(app: Sphinx) -> None:
    records = read_records(app)
    for name, make in LISTS.items():
        write_if_changed(Path(app.outdir, name), make(app, records))
