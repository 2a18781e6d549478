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
    svg.show_html(orders.as_html(programs), name, alt, caption, measured=False)
    wake.bring_to_life("thread-scheduler", name, "scheduler.css")
