"""Let the reader be the scheduler: step small functions by hand, in any of their orders.

    bare = every_order([deposit] * 2, make_account, is_right)
    locked = every_order([locked_deposit] * 2, make_account, is_right)
    scheduler.show({"Without a lock": bare, "With a lock": locked}, name="deposits", alt="…")

What the element plays was recorded by `lab.interleave`: each order has run on real threads.
"""

from collections.abc import Mapping

from lab import svg
from lab.interleave import Orders
from lab.page import orders, wake


def show(programs: Mapping[str, Orders], name: str, alt: str, caption: str = "") -> None:
    """Display programs that can be stepped through, and glue them as ``figure:name``.

    `programs` leads from a title to all orders of a program. Raises ValueError for none, for
    programs of different numbers of threads, for one with too many orders to show, for
    functions whose lines cannot be found, and for an empty `alt`.
    """
    html, title = orders.as_html(programs), finding(programs)
    svg.show_html(html, name, alt, caption, measured=False, title=title)
    wake.bring_to_life("thread-scheduler", name, "scheduler.css")


def finding(programs: Mapping[str, Orders]) -> str:
    """Return how many orders of each program go wrong, in a line."""
    counts = {title: (len(found.bad) or "none", found.tried) for title, found in programs.items()}
    told = [f"{title}, {bad} of {tried}" for title, (bad, tried) in counts.items()]
    return "Orders that go wrong: " + "; ".join(line[0].lower() + line[1:] for line in told)
