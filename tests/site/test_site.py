"""Test the built site: its links, what it asks the network for, and its pictures' words.

Each test looks at all pages and lists everything that is wrong, with the page it is on.
"""

import json
import re
from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from parsed import parsed

from extensions.labs.pairs import chapter_of
from extensions.site.bundle import SCRIPTS, STYLES

# Attributes whose address a browser loads by itself, without a click.
LOADED = (
    ("script", "src"),
    ("img", "src"),
    ("img", "srcset"),
    ("iframe", "src"),
    ("source", "src"),
    ("source", "srcset"),
    ("video", "src"),
    ("audio", "src"),
    ("embed", "src"),
    ("object", "data"),
    ("image", "href"),
    ("image", "xlink:href"),
    ("use", "href"),
    ("use", "xlink:href"),
)
LOADED_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "preconnect", "dns-prefetch"}
CSS_ADDRESS = re.compile(r"""(?:url\(|@import)\s*["']?\s*([^"')\s;]+)""")


@pytest.fixture(scope="module")
def pages(built_site):
    """Return {path: parsed page} for every page of the site."""
    paths = [p for p in built_site.rglob("*.html") if "_static" not in p.parts]
    return {p: parsed(p) for p in paths}


def ids_of(page):
    anchors = {tag["id"] for tag in page.find_all(id=True)}
    return anchors | {tag["name"] for tag in page.find_all("a", attrs={"name": True})}


def loaded_by(page):
    found = [tag[name] for kind, name in LOADED for tag in page.find_all(kind, **{name: True})]
    for link in page.find_all("link", href=True):
        if LOADED_LINKS & set(link.get("rel", ())):
            found.append(link["href"])
    styles = [tag.get_text() for tag in page.find_all("style")]
    styles += [tag["style"] for tag in page.find_all(style=True)]
    return found + [address for style in styles for address in CSS_ADDRESS.findall(style)]


def is_foreign(address):
    return bool(urlsplit(address).netloc) or address.startswith(("http:", "https:"))


def test_internal_links_and_anchors_lead_somewhere(pages, built_site):
    anchors = {path: ids_of(page) for path, page in pages.items()}
    broken = []
    for path, page in pages.items():
        for link in page.find_all("a", href=True):
            parts = urlsplit(link["href"])
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            target = target / "index.html" if target.is_dir() else target
            fragment = unquote(parts.fragment)
            lost = fragment and target in anchors and fragment not in anchors[target]
            if not target.is_file() or lost:
                broken.append(f"{path.relative_to(built_site)} -> {link['href']}")
    assert not broken, "\n".join(broken)


def test_site_asks_no_third_party_for_anything(pages, built_site):
    foreign = [
        f"{path.relative_to(built_site)} loads {address}"
        for path, page in pages.items()
        for address in loaded_by(page)
        if is_foreign(address)
    ]
    for sheet in built_site.rglob("*.css"):
        addresses = CSS_ADDRESS.findall(sheet.read_text(encoding="utf-8"))
        foreign += [f"{sheet.name} loads {a}" for a in addresses if is_foreign(a)]
    assert not foreign, "\n".join(foreign)


def test_files_that_pages_load_exist(pages, built_site):
    missing = []
    for path, page in pages.items():
        for address in loaded_by(page):
            parts = urlsplit(address)
            if is_foreign(address) or parts.scheme == "data" or not parts.path:
                continue
            if not (path.parent / unquote(parts.path)).is_file():
                missing.append(f"{path.relative_to(built_site)} loads {address}")
    assert not missing, "\n".join(missing)


def test_static_holds_only_what_pages_load(pages, root):
    joined = {Path(name).name for name in (*STYLES, *SCRIPTS)}
    html = "".join(path.read_text(encoding="utf-8") for path in pages)
    names = [path.name for path in (root / "_static").iterdir() if path.name not in joined]
    assert [name for name in names if f"_static/{name}" not in html] == []


def test_every_picture_says_in_words_what_it_shows(pages, built_site):
    mute = []
    for path, page in pages.items():
        where = path.relative_to(built_site)
        mute += [
            f"{where}: {tag['src']}" for tag in page.find_all("img") if not tag.has_attr("alt")
        ]
        for article in page.select('[role="main"]'):
            mute += [f"{where}: {tag['src']}" for tag in article.find_all("img", alt="")]
            for svg in article.select("figure svg, .output svg"):
                if svg.get("role") != "img" or not svg.get("aria-label", "").strip():
                    mute.append(f"{where}: a figure")
    assert not mute, "\n".join(mute)


def test_every_player_offers_its_runs_in_the_trace_event_format(pages):
    """What Perfetto and chrome://tracing ask of a file: complete events, in threads with names."""
    written = [page for path, page in pages.items() if path.parent.name != "slides"]
    players = [player for page in written for player in page.select("figure > timeline-player")]
    assert players
    for player in players:
        (link,) = player.find_parent("figure").select(".lab-trace a[download$='.json']")
        address = link["href"].removeprefix("data:application/json,")
        events = json.loads(unquote(address))["traceEvents"]
        runs = json.loads(player.script.string)["runs"]
        named = [each for each in events if each["name"] == "thread_name"]
        lanes = {(each["pid"], each["tid"]): each["args"]["name"] for each in named}
        assert list(lanes.values()) == [worker for run in runs for worker in run["workers"]]
        tasks = [each for each in events if each["ph"] == "X"]
        assert len(tasks) == sum(len(run["spans"]) for run in runs)
        for task in tasks:
            assert (task["pid"], task["tid"]) in lanes
            assert min(task["ts"], task["dur"]) >= 0


def test_ids_are_unique_on_their_page(pages, built_site):
    """Two elements of one name would send links, labels and SVG paths to the wrong one."""
    double = []
    for path, page in pages.items():
        counts = Counter(tag["id"] for tag in page.find_all(id=True))
        names = [name for name, count in counts.items() if count > 1]
        double += [f"{path.relative_to(built_site)}: {name}" for name in names]
    assert not double, "\n".join(double)


def test_pages_have_a_language_a_title_and_one_main_heading(pages, built_site):
    lacking = []
    for path, page in pages.items():
        where = path.relative_to(built_site)
        if not page.html.get("lang") or not page.title.get_text(strip=True):
            lacking.append(f"{where}: language or title")
        headings = len(page.select('[role="main"] h1'))
        if headings != 1 and path.name != "search.html":  # there a script writes it
            lacking.append(f"{where}: {headings} main headings")
    assert not lacking, "\n".join(lacking)


def test_lab_and_chapter_link_to_each_other_and_say_where_they_were_measured(pages, lab_path):
    by_place = {"/".join(path.parts[-2:]): page for path, page in pages.items()}
    lab = by_place[f"notebooks/{lab_path.stem}.html"]
    name = chapter_of(
        lab_path.stem, [place[9:-5] for place in by_place if place[:9] == "chapters/"]
    )
    chapter = by_place[f"chapters/{name}.html"]
    addresses = {link["href"] for link in lab.select(".lab-links a")}
    assert f"../chapters/{name}.html" in addresses
    assert lab_path.name in addresses
    addresses = {link["href"] for link in chapter.select(".lab-links a")}
    assert f"../notebooks/{lab_path.stem}.html" in addresses
    lines = [line.get_text() for line in lab.select("p.provenance")]
    lines.remove("How to read the pictures")
    assert len(lines) == 1, "the page has no line that says where it was measured"
    assert lines[0] in [line.get_text() for line in chapter.select("p.provenance")]
    for page in (lab, chapter):
        assert page.select_one('.measured a[href="#provenance"]')
