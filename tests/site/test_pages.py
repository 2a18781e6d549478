"""Test what every built page has beside its text: words for machines, copies, lists, downloads.

Nothing here knows a page by name, so pages that come later are held to the same.
"""

import ast
import gzip
import itertools
import json
import posixpath
import re
import xml.etree.ElementTree as ElementTree
from urllib.parse import urlsplit

import pytest
from budgets import CHAPTER_BYTES, LAB_BYTES, REQUESTS, SEARCH_BYTES
from parsed import parsed

from extensions.site.records import describe, parse
from extensions.site.search_index import slug
from extensions.site.share_picture import drawn

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@pytest.fixture(scope="module")
def pages(built_site):
    """Return {path below the site: parsed page} for all pages that somebody has written."""
    paths = [
        path for path in sorted(built_site.rglob("*.html")) if path.with_suffix(".md").exists()
    ]
    return {path.relative_to(built_site).as_posix(): parsed(path) for path in paths}


def content_of(page, **attributes):
    """Return the content of a page's one meta tag with these attributes, or ""."""
    tags = page.find_all("meta", attrs=attributes)
    return tags[0]["content"].strip() if len(tags) == 1 else ""


def first_load(built_site, name, page):
    files = {built_site / name}
    loaded = [tag["src"] for tag in page.find_all(["script", "img"], src=True)]
    for link in page.find_all("link", href=True):
        if {"stylesheet", "icon", "preload"} & set(link["rel"]):
            loaded.append(link["href"])
    return files | {(built_site / name).parent.joinpath(urlsplit(a).path).resolve() for a in loaded}


def test_every_page_describes_itself_once(pages):
    lacking = []
    for name, page in pages.items():
        texts = {
            "description": content_of(page, name="description"),
            "og:description": content_of(page, property="og:description"),
            "og:title": content_of(page, property="og:title"),
            "og:url": content_of(page, property="og:url"),
            "og:image": content_of(page, property="og:image"),
        }
        lacking += [f"{name}: {key}" for key, text in texts.items() if not text]
        canonical = [link["href"] for link in page.find_all("link", rel="canonical")]
        if canonical != [texts["og:url"]]:
            lacking.append(f"{name}: canonical address {canonical}")
    assert not lacking, "\n".join(lacking)


def test_no_two_pages_have_the_same_description(pages):
    descriptions = [content_of(page, name="description") for page in pages.values()]
    assert len(set(descriptions)) == len(descriptions)


def test_the_picture_for_a_shared_address_is_there(pages, built_site):
    home = content_of(pages["index.html"], property="og:url")
    assert home.startswith("https://")
    for page in pages.values():
        address = content_of(page, property="og:image")
        picture = (built_site / address.removeprefix(home)).read_bytes()
        size = [int(content_of(page, property=f"og:image:{side}")) for side in ("width", "height")]
        assert picture.startswith(b"\x89PNG")
        assert [int.from_bytes(picture[n : n + 4], "big") for n in (16, 20)] == size


def test_the_shared_picture_is_drawn_from_the_shape_and_without_one_has_its_words():
    run = {"s": 0.2, "slices": [[0, 0, 200], [1, 10, 200]]}
    names = ("lab-paper", "lab-1", "color-foreground-primary", "color-foreground-secondary")
    colours = dict.fromkeys(names, "#123456") | {"lab-paper": "#ffffff"}
    with_shape, without = (drawn("Title", shape, colours) for shape in ({"threads": run}, {}))
    assert with_shape.startswith(b"\x89PNG")
    assert without.startswith(b"\x89PNG")
    assert with_shape != without
    assert drawn("Title", {"interpreters": run}, colours) == without  # of Python 3.14 and newer


def test_every_page_says_where_it_stands(pages):
    """In its breadcrumbs, and in the navigation by the one line that is marked."""
    for name, page in pages.items():
        crumbs, here = page.select(".breadcrumbs li"), page.select(".sidebar-tree li.here")
        if name == "index.html":
            assert (crumbs, here) == ([], [])
            continue
        assert len(crumbs) >= 2, name
        assert crumbs[-1]["aria-current"] == "page", name
        group = here[0].find_previous("p").get_text()
        assert (len(here), crumbs[0].get_text(strip=True)) == (1, group), name


def test_the_navigation_has_each_chapter_once_with_its_number_and_its_labs(pages):
    lines = pages["index.html"].select(".sidebar-tree li")
    numbered = [[a["href"] for a in line.find_all("a")] for line in lines if line.span]
    chapters = [name for name in pages if re.match(r"chapters/\d\d", name)]
    assert sorted(line[0] for line in numbered) == chapters
    for chapter, *labs in numbered:
        start = f"notebooks/{chapter.removeprefix('chapters/').removesuffix('.html')}"
        assert labs == [name for name in pages if re.match(rf"{start}[.-]", name)]
    others = [name for name in pages if re.match(r"chapters/[a-z-]+\.html", name)]
    listed = {a["href"] for a in pages["index.html"].select(".sidebar-tree a")}
    assert [name for name in others if name not in listed] == []


def test_next_walks_from_a_chapter_through_its_labs_to_the_next_chapter(pages):
    pairs = [name for name in pages if re.match(r"(chapters|notebooks)/\d\d", name)]
    walk = sorted(pairs, key=lambda name: (name.split("/")[1][:2], name))
    for name, after in itertools.pairwise(walk):
        following = pages[name].select_one("a.next-page")["href"]
        assert posixpath.normpath(posixpath.join(posixpath.dirname(name), following)) == after


def test_chapter_labs_and_notes_have_one_bar_that_joins_them(pages):
    for name, page in pages.items():
        if re.match(r"(chapters|notebooks|chapters/workshop/notes)/\d\d", name):
            bar = page.select_one("nav.pair")
            words = " ".join(" ".join(part.get_text(" ").split()) for part in bar.select("p > *"))
            assert re.match(r"Chapter · \d+ min (Lab(: \w+)? · \d+ min )+Slides Notes", words), name
            assert len(bar.select('[aria-current="page"]')) == 1, name


def test_a_chapter_ends_in_its_labs(pages):
    for name, page in pages.items():
        if re.match(r"chapters/\d\d", name):
            bar = [a["href"] for a in page.select("nav.pair a") if a.get_text().startswith("Lab")]
            assert [a["href"] for a in page.select(".now-run a")] == bar, name


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("Short enough to be shown, and so all of it is.",) * 2,
        (f"{'Long ' * 20}one. {'And ' * 30}", f"{'Long ' * 20}one."),
        (f"Short. {'And ' * 50}", f"Short. {'And ' * 38}".strip() + "…"),
    ],
)
def test_a_description_ends_where_a_sentence_does_if_it_can(text, description):
    assert describe(parse(f"<p>{text}</p>")) == description


def test_markdown_copy_has_the_page_s_text_and_no_markup(pages, built_site):
    for name in pages:
        text_copy = (built_site / name).with_suffix(".md").read_text(encoding="utf-8")
        title = pages[name].h1.get_text().rstrip("¶#")
        assert text_copy.startswith("# "), name
        first_line = text_copy.splitlines()[0].replace("\\", "").replace("`", "")
        assert title.split(":")[0] in first_line, name
        assert "<svg" not in text_copy, name
        assert len(text_copy) > 200, name


def test_a_copy_has_no_controls(built_site):
    text = (built_site / "chapters/06-race.md").read_text("utf-8")
    for part in ("Speed real time", "Previous\n", "data:application"):
        assert part not in text
    assert "[Figure: Two rows of blocks" in text


def test_lists_name_every_page(pages, built_site):
    sitemap = ElementTree.parse(built_site / "sitemap.xml")
    listed = [element.text for element in sitemap.iter(SITEMAP)]
    addresses = [page.find("link", rel="canonical")["href"] for page in pages.values()]
    assert sorted(listed) == sorted(addresses)
    llms = (built_site / "llms.txt").read_text(encoding="utf-8")
    copies = [name.replace(".html", ".md") for name in pages if name != "index.html"]
    assert [text_copy for text_copy in copies if f"/{text_copy})" not in llms] == []
    assert "sitemap.xml" in (built_site / "robots.txt").read_text(encoding="utf-8")


def index_part(built_site, file):
    text = (built_site / file).read_text(encoding="utf-8")
    return json.loads(text.partition(" = ")[2].rstrip().removesuffix(";"))


def test_search_index_leads_to_sections_that_exist(pages, built_site):
    rows = index_part(built_site, "search-index.js")
    texts = index_part(built_site, "search-texts.js")
    assert {kind for kind, *_ in rows} >= {"Chapter", "Lab", "Error", "Question", "Reference"}
    ids = {name: {tag["id"] for tag in page.find_all(id=True)} for name, page in pages.items()}
    for (_, title, address, heading, keywords), text in zip(rows, texts, strict=True):
        name, _, anchor = address.partition("#")
        assert title, address
        assert (anchor or slug(heading)) in ids[name], address
        assert all(word in text for word in keywords.split()), address
    assert {address.partition("#")[0] for _, _, address, *_ in rows} == set(pages)


def test_search_knows_every_symptom_and_every_name_of_the_reference(pages, built_site):
    rows = index_part(built_site, "search-index.js")
    symptoms = pages["chapters/09-failures.html"].select("table.symptoms tbody tr")
    assert sum(kind == "Error" for kind, *_ in rows) >= len({row.a["href"] for row in symptoms}) - 2
    names = pages["chapters/reference.html"].select("dl.api dt[id]")
    found = {address + slug(heading) * address.endswith("#") for _, _, address, heading, *_ in rows}
    assert {f"chapters/reference.html#{name['id']}" for name in names} <= found


def test_the_index_that_answers_first_is_small(built_site):
    index = (built_site / "search-index.js").read_bytes()
    assert len(gzip.compress(index)) <= SEARCH_BYTES


def test_labs_offer_notebook_and_script(lab_path, built_site):
    folder = built_site / "notebooks"
    assert (folder / lab_path.name).read_bytes() == lab_path.read_bytes()
    script = (folder / f"{lab_path.stem}.py").read_text(encoding="utf-8")
    outside = ast.parse(script).body
    kinds = {type(node) for node in outside}
    assert kinds == {ast.Expr, ast.Import, ast.FunctionDef, ast.If}
    assert ast.unparse(outside[-1].test) == "__name__ == '__main__'"
    page = (folder / f"{lab_path.stem}.html").read_text(encoding="utf-8")
    assert f'href="{lab_path.stem}.py" download' in page
    assert "make lab" in page


def test_error_texts_keep_the_quotes_of_a_keyboard(built_site):
    for part in ("search-index.js", "search-texts.js"):
        assert not re.search("[‘’“”]", (built_site / part).read_text(encoding="utf-8"))


def test_pages_are_light(pages, built_site):
    heavy = []
    for name, page in pages.items():
        files = first_load(built_site, name, page)
        weight = sum(len(gzip.compress(file.read_bytes())) for file in files)
        limit = LAB_BYTES if name.startswith("notebooks/") else CHAPTER_BYTES
        if weight > limit or len(files) > REQUESTS:
            heavy.append(f"{name}: {weight} bytes in {len(files)} files")
    assert not heavy, "\n".join(heavy)


def test_missing_page_helps_at_any_depth(built_site):
    page = parsed(built_site / "404.html")
    assert page.find("base")["href"].startswith("/")
    assert page.find("form")["action"] == "search.html"
    links = [link["href"] for link in page.find_all("a")]
    assert "index.html" in links
    assert all((built_site / link).is_file() for link in links)
    assert len(links) > 1


def test_search_page_says_what_works_without_javascript(built_site):
    """Who has switched JavaScript off is told so, and where else to look."""
    page = parsed(built_site / "search.html")
    hint = page.find("noscript")
    assert "JavaScript" in hint.get_text()
    assert hint.find("a", href="genindex.html")


def test_index_of_names_leads_to_the_places(built_site, pages):
    page = parsed(built_site / "genindex.html")
    assert page.select(".names dt")
    for link in page.select(".names a"):
        name, _, anchor = link["href"].partition("#")
        assert pages[name].find(id=anchor), link["href"]


def test_a_fold_of_what_is_predicted_says_what_it_holds(pages):
    told = {"What was drawn": ".lab-figure", "What was found": ".claim"}
    seen = set()
    for name, page in pages.items():
        for part in page.select("details.predicted"):
            summary = part.summary.get_text()
            kinds = [words for words, kind in told.items() if part.select_one(kind)]
            assert summary == (kinds or ["What was printed"])[0], name
            seen.add(summary)
    assert seen == {*told, "What was printed"}


def test_the_page_of_pictures_says_once_where_they_were_measured(pages):
    page = pages["chapters/pictures.html"]
    assert len(page.select("p.provenance")) == 1
    assert not page.select(".lab-figure .lab-provenance")
