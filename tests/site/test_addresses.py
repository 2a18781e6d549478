"""Test that links from elsewhere still arrive: addresses.txt lists what has been public.

Each line is an address, followed by the anchors on that page. New ones are added when they are
to last; generated ones, such as `id1` and those inside of figures, are not.
"""

from pathlib import Path

from parsed import parsed

ADDRESSES = Path(__file__).with_name("addresses.txt")


def test_every_public_address_and_anchor_still_exists(built_site: Path) -> None:
    """A bookmark, a search engine or another site may lead to any of them."""
    lost = []
    for line in ADDRESSES.read_text(encoding="utf-8").splitlines():
        address, *anchors = line.split()
        path = built_site / address
        if not path.is_file():
            lost.append(address)
        elif anchors:
            there = {tag["id"] for tag in parsed(path).find_all(id=True)}
            lost += [f"{address}#{anchor}" for anchor in anchors if anchor not in there]
    assert lost == []
