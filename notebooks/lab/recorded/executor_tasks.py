"""What the trials of executors give to the workers. Standard library only, and quick to import."""

import os
import time
from pathlib import Path

prepared_value = None


def prepare(value: int) -> None:
    """Set a global of this module: for an executor's `initializer`."""
    global prepared_value
    prepared_value = value


def prepared() -> int | None:
    return prepared_value


def stamp(item: object) -> str:
    """Return another text each time it runs, whatever the item."""
    return os.urandom(8).hex()


def sleep(delay_s: float) -> float:
    time.sleep(delay_s)
    return delay_s


def leave_mark(path: str, delay_s: float) -> float:
    """Make an empty file as soon as this runs, and return after a while."""
    Path(path).touch()
    return sleep(delay_s)


def fail_in_here(item: int) -> None:
    raise ValueError(f"no use for {item}")


class TwoParts(Exception):
    """It can be packed but not unpacked: only one of its two arguments goes to its base."""

    def __init__(self, first: str, second: str):
        super().__init__(first)
        self.second = second


def fail_strangely() -> None:
    raise TwoParts("one", "two")
