"""What the record of executors shows, each difference in a sentence: executor_differences.txt.

A test compares it with the record: what differs and is not told, or is told and does not differ.
"""

from pathlib import Path

FILE = Path(__file__).with_suffix(".txt")


def rows() -> list[dict[str, str]]:
    """Return a row for each sentence: the `executor`, what is `told`, and the `behaviours`."""
    lines = FILE.read_text(encoding="utf-8").splitlines()[1:]
    names = ("executor", "told", "behaviours")
    return [dict(zip(names, line.split(" | "), strict=True)) for line in lines]


def told() -> set[tuple[str, str]]:
    """Return each (executor, behaviour) that has a sentence."""
    return {(row["executor"], text) for row in rows() for text in row["behaviours"].split("; ")}
