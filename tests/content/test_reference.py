"""Test the reference page: it has every public name, and each name runs in a lab."""

import functools
import re
import sys

import pytest
from parsed import parsed

from extensions.names.api_rows import cells_that_run
from extensions.names.cells import all_cells
from extensions.names.surface import ROW, is_here, public_rows, rows

OPTION = re.compile(r"^:([\w-]+): ?(.*)$", re.MULTILINE)

WITHOUT_LAB = {
    # It is for authors of a new kind of executor; a learner has no use for it.
    "concurrent.futures.ThreadPoolExecutor.prepare_context",
}


@pytest.fixture(scope="module")
def page(root):
    return (root / "chapters" / "reference.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def cells(root):
    return all_cells(root)


def options_of(page):
    """Return {row: its options}."""
    parts = ROW.split(page)
    return {
        row: dict(OPTION.findall(text.partition("\n:::")[0]))
        for row, text in zip(parts[1::2], parts[2::2], strict=True)
    }


def test_every_public_name_of_the_running_python_has_a_row(page):
    missing = sorted(public_rows() - set(rows(page)))
    assert not missing, f"chapters/reference.md has no row for {', '.join(missing)}"


def test_no_name_has_two_rows(page):
    names = rows(page)
    assert len(names) == len(set(names))


def test_this_python_has_just_the_rows_that_are_old_enough(page):
    """The `since` of a row is right, as far as the running interpreter can tell."""
    wrong = []
    for row, options in options_of(page).items():
        since = tuple(int(part) for part in options["since"].split("."))
        if is_here(row) != (since <= sys.version_info[:2]):
            wrong.append(f"{row}: since {options['since']}")
    assert not wrong, "\n".join(wrong)


def test_every_row_runs_in_a_lab(page, cells):
    idle = [
        row
        for row, options in options_of(page).items()
        if not cells_that_run(row, options, cells) and row not in WITHOUT_LAB
    ]
    assert not idle, f"no lab runs {', '.join(idle)}"


def test_every_row_links_to_a_cell_and_to_the_official_documentation(built_site, page):
    site_page = built_site / "chapters" / "reference.html"
    soup = parsed(site_page)
    shown = soup.select("dl.api")
    assert len(shown) == len(rows(page))
    lacking = []
    for entry in shown:
        addresses = [link["href"] for link in entry.select(".api-links a")]
        if not any(address.startswith("https://docs.python.org/3/") for address in addresses):
            lacking.append(f"{entry.dt.get_text()}: the official documentation")
        for address in addresses:
            name, _, anchor = address.partition("#")
            if name.startswith("../") and anchor not in cell_anchors(site_page.parent / name):
                lacking.append(f"{entry.dt.get_text()}: {address}")
    assert not lacking, "\n".join(lacking)


@functools.cache
def cell_anchors(path):
    return {cell.get("id") for cell in parsed(path)("div", class_="cell")}
