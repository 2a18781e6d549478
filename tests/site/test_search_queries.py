"""What people type and paste leads to the page that answers it; `queries.txt` has the pairs."""

import json
from pathlib import Path

import pytest

from extensions.names.surface import rows, split

FIRST, AMONG_THREE = 0.85, 0.97  # of all queries
ODD = [
    *("", " ", "a" * 100_000, "Traceback\n" * 12_000, "'" * 100_000),
    " ".join(f"word{number}x" for number in range(9_000)),
    *("<script>alert(1)</script>", "日本語 🙂", "(.*["),
]
# Keeps what search.js hands to the ranking, as `entries`.
KEEP_ENTRIES = """Object.defineProperty(window, "ranking", {
    get() { return this.kept; },
    set(rank) { this.kept = (entries) => rank(window.entries = entries); },
});"""
RANK = """queries => {
    const rank = ranking(entries);
    return queries.map((query) => rank(query).hits.slice(0, 3).map(
        ({ entry }) => `${entry.address} ${entry.heading}`));
}"""
TIME = """queries => {
    const timed = (work) => {  // the best of five: others may take the core meanwhile
        const times = Array.from({ length: 5 }, () => {
            const start = performance.now();
            work();
            return performance.now() - start;
        });
        return Math.min(...times);
    };
    const rank = ranking(entries);
    return [timed(() => ranking(entries)), ...queries.map((query) => timed(() => rank(query)))];
}"""


@pytest.fixture(scope="module")
def searching(chromium, site_address):
    page = chromium.new_page()
    page.add_init_script(KEEP_ENTRIES)
    page.goto(site_address + "search.html?q=pool")
    page.wait_for_function("!!window.searchTexts && entries[0].text === searchTexts[0]")
    yield page
    page.close()


def queries(root: Path) -> list[tuple[str, list[str]]]:
    """Return (query, beginnings of addresses) for each line, and for each row of the reference."""
    lines = (root / "tests/site/queries.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.rpartition(" => ") for line in lines if " => " in line and line[0] != "#"]
    found = [(query.replace("\\n", "\n"), wanted.split(" | ")) for query, _, wanted in pairs]
    reference = (root / "chapters/reference.md").read_text(encoding="utf-8")
    for row in rows(reference):
        name, parameter = split(row)
        chapters = ["chapters/reference.html#", "chapters/0", "notebooks/0"]
        found.append((parameter or name.rpartition(".")[2], chapters))
    return found


def is_at(hit: str, place: str) -> bool:
    """Tell whether a result, "address heading", is at a place: page.html#7- is "7. Title"."""
    page, _, anchor = place.partition("#")
    if anchor[:-1].isdigit():
        return hit.startswith(page) and f" {anchor[:-1]}. " in hit
    return hit.startswith(place)


def test_the_right_page_comes_first_or_among_the_first_three(searching, root):
    pairs = queries(root)
    assert len(pairs) >= 150
    answers = searching.evaluate(RANK, [query for query, _ in pairs])
    places, wrong = [], []
    for (query, wanted), hits in zip(pairs, answers, strict=True):
        right = [any(is_at(hit, place) for place in wanted) for hit in hits]
        places.append(right.index(True) if True in right else 3)
        if places[-1]:
            wrong.append(f"{places[-1]} {json.dumps(query)[-90:]}: {hits}")
    told = "\n".join(wrong)
    assert sum(place < 3 for place in places) >= AMONG_THREE * len(places), told
    assert sum(place == 0 for place in places) >= FIRST * len(places), told


def test_odd_queries_are_answered_sooner_than_the_index_is_made(searching):
    """A hundred kilobytes, quotes, markup, another language: no error, and no long wait."""
    index_ms, *odd_ms = searching.evaluate(TIME, ODD)
    assert [query[:20] for query, ms in zip(ODD, odd_ms, strict=True) if ms > index_ms] == []
