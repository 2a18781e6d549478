"""All checks, in the order in which they run: causes come before what they spoil."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from lab.setup import computer, folders, jupyter, limits, names, python, settings
from lab.setup.report import Finding


def checks(path: list[str]) -> list[tuple[str, Callable[[], Finding]]]:
    """Return every check with its name; `path` is where Python looks for modules."""
    return [
        *python.CHECKS,
        ("names of modules", partial(names.check_names, path)),
        *settings.CHECKS,
        *limits.CHECKS,
        *folders.CHECKS,
        *computer.CHECKS,
        *jupyter.CHECKS,
    ]
