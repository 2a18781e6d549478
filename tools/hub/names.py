"""Read the list of those who may come in."""

import re
from pathlib import Path

NAME = re.compile(r"[a-z][a-z0-9-]{0,19}\Z")


def names_in(path: Path) -> set[str]:
    """Return the names in a file, one a line; ValueError names the line that is none."""
    names = set()
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        name = line.partition("#")[0].strip()
        if name and not NAME.match(name):
            raise ValueError(
                f"{path.name}, line {number}: {name!r} is no name for an account: "
                "a letter, then letters, digits and hyphens, all small, at most twenty"
            )
        names.add(name)
    return names - {""}
