"""Show how far the measuring is, in one line that is written over and over."""

import sys
from collections.abc import Callable


def shower() -> Callable[[str], None]:
    """Return what shows a line here: at a terminal, in a notebook, or nowhere."""
    if sys.stderr.isatty():
        return at_terminal
    ipython = sys.modules.get("IPython")
    if ipython and hasattr(ipython.get_ipython(), "kernel"):
        return in_notebook()
    return lambda line: None


def at_terminal(line: str) -> None:
    """Write a line over the one before; "" takes it away."""
    print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)


def in_notebook() -> Callable[[str], None]:
    """Return what shows a line below the cell, in place of the one before."""
    from IPython.display import display  # only a notebook has it for certain

    shown = display({"text/plain": "starting"}, raw=True, display_id=True)
    return lambda line: shown.update({"text/plain": line}, raw=True)
