"""Test who imports whom: each room uses only those below it, so that each can be read alone."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

# For each room what it may use of ours, beside itself.
MAY_USE = {
    "notebooks/lab": set(),
    "tools": {"notebooks/lab", "extensions/labs"},
    "extensions/labs": set(),
    "extensions/names": {"extensions/labs"},
    "extensions/book": {"extensions/labs", "extensions/names"},
    "extensions/slides": {"extensions/labs", "extensions/names", "extensions/book"},
    "extensions/site": {"extensions/labs", "extensions/names", "extensions/book"},
}


def imported(source: str) -> Iterator[str]:
    """Yield the full name of all that a program imports, wherever in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room_of(name: str, root: Path) -> str | None:
    """Return the folder that a module of ours comes from; None for what is not ours."""
    first, *rest = name.split(".")
    if first == "extensions":
        return f"extensions/{rest[0]}" if (root / first / rest[0]).is_dir() else None
    if first == "lab":
        return "notebooks/lab"
    rooms = (room for room in ("tools", "tests") if (root / room / f"{first}.py").is_file())
    return next(rooms, None)


def foreign(source: str, room: str, root: Path) -> list[str]:
    """Return the names that a program of a room imports from rooms that it may not use."""
    allowed = {None, room, *MAY_USE[room]}
    return [name for name in imported(source) if room_of(name, root) not in allowed]


@pytest.mark.parametrize("room", MAY_USE)
def test_a_room_uses_only_those_below_it(room: str, root: Path) -> None:
    """Tests use them all, and are used by none of them."""
    wrong = [
        f"{path.relative_to(root)} imports {name}, but {room} may use only {MAY_USE[room] or room}"
        for path in sorted(root.joinpath(room).rglob("*.py"))
        for name in foreign(path.read_text(encoding="utf-8"), room, root)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("room", "program"),
    [
        ("notebooks/lab", "def f():\n from extensions.labs import store"),
        ("extensions/labs", "import extensions.book.show"),
        ("extensions/site", "from extensions.slides import decks"),
        ("tools", "from visits import opened"),
    ],
)
def test_what_a_room_may_not_use_is_found(room: str, program: str, root: Path) -> None:
    """Also inside of a function, and a module as a whole."""
    assert foreign(program, room, root)
    assert not foreign("import ast\nfrom pathlib import Path", room, root)
