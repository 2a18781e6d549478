"""Choose from a terminal: ``python -m lab.choose module:function --items …``; see `lab.choose`."""

import argparse
import json
import re
import sys
from pathlib import Path

from lab.choose import Choice, advice, checked, progress, session
from lab.choose.refused import Refused
from lab.choose.request import Request

ITEMS = """an expression, which may use what the function's module has: "range(100)"; or @FILE,
whose lines are the items"""


def parsed(arguments: list[str] | None) -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m lab.choose", description=__doc__)
    parser.add_argument("function", metavar="module:function", help="it takes one item")
    parser.add_argument("--items", required=True, help=ITEMS)
    parser.add_argument("--budget", type=float, default=20.0, help="seconds, usually 20")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all numbers there")
    parser.add_argument("--figure", type=Path, metavar="FILE", help="draw the times, as .svg")
    asked = parser.parse_args(arguments)
    if not re.fullmatch(r"[\w.]+:[\w.]+", asked.function):
        parser.error(f"say module:function, not {asked.function!r}")
    try:
        checked(asked.budget)
    except Refused as refused:
        parser.error(str(refused))
    return asked


def keep(choice: Choice, asked: argparse.Namespace) -> None:
    """Write the files that are asked for, and say what could not be written."""
    try:
        if asked.json:
            text = json.dumps(choice.to_dict(), indent=1) + "\n"
            asked.json.write_text(text, encoding="utf-8")
        if asked.figure:
            choice.figure().savefig(asked.figure)
    except ImportError:
        print("No figure: matplotlib is not installed here.")
    except OSError as error:
        print(f"A file could not be written: {error}.")


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the report, write the files, and return the exit code."""
    asked = parsed(arguments)
    request = Request(asked.budget, name=asked.function, written=asked.items)
    show = progress.shower()
    found = session.measure(request, asked.budget, show)
    show("")
    choice = Choice(advice.answer(found), found)
    print(choice)
    keep(choice, asked)
    return choice.answer.exit_code


if __name__ == "__main__":
    sys.exit(main())
