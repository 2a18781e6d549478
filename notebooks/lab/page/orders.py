"""Write the orders of small programs as one HTML element: their lines, tables, and a tree as data.

The tree is kept small: places from which everything goes on alike are one.
"""

import inspect
import textwrap
from collections.abc import Callable, Mapping, Sequence
from html import escape

from lab.interleave import NAMES, Order, Orders
from lab.page import replay

NEWLINE, NOTHING = "\n", "–"
JUPYTERLAB_KEYS = 'data-lm-suppress-shortcuts="true"'  # where A and B insert cells
MOST_SHOWN = 1_000  # orders of one program

TURN = '<button type="button" class="scheduler-turn" name="{0}">Step {0}</button>'
CONTROLS = """
<div class="scheduler-buttons">{turns}
<button type="button" name="undo">Undo</button>
<button type="button" name="restart">Start again</button>
<button type="button" name="bad">Play a bad order</button>
<button type="button" name="all" aria-expanded="false">All orders</button></div>
<div class="scheduler-orders" hidden></div>
<p class="scheduler-status"></p>
<ol class="scheduler-steps" aria-label="Steps so far"></ol>
"""


def as_html(programs: Mapping[str, Orders]) -> str:
    """Return a ``<thread-scheduler>``: each program, the controls, its bad order, and the data."""
    sizes = {len(orders.functions) for orders in programs.values()}
    if len(sizes) != 1:
        raise ValueError("give at least one program, and all of them with as many threads")
    for title, orders in programs.items():
        if orders.tried > MOST_SHOWN:
            raise ValueError(f"{title} has {orders.tried} orders or more, too many to show")
    names, longest = NAMES[: sizes.pop()], _longest(programs.values())
    turns = "".join(TURN.format(name) for name in names)
    tabs = "".join(f'<button type="button" name="program">{escape(it)}</button>' for it in programs)
    return (
        f'<thread-scheduler style="--rows:{longest};--threads:{len(names)}" {JUPYTERLAB_KEYS}>'
        f'<div class="scheduler-tabs" role="group" aria-label="Program">{tabs}</div>'
        f"{''.join(_section(*program) for program in programs.items())}"
        f"{CONTROLS.format(turns=turns)}"
        f"{replay.as_script([_record(orders) for orders in programs.values()])}</thread-scheduler>"
    )


def _longest(programs: Sequence[Orders]) -> int:
    """Return the number of steps of the longest order."""
    return max(len(order.steps) for orders in programs for order in orders.orders)


def _listings(functions: Sequence[Callable]) -> dict[Callable, tuple[list[str], int]]:
    """Return the lines of each different function, and the number of the first in its file."""
    try:
        found = {function: inspect.getsourcelines(function) for function in functions}
    except (OSError, TypeError) as error:
        raise ValueError(f"show functions that are defined in a cell or file: {error}") from None
    return {
        function: (textwrap.dedent("".join(lines)).rstrip().split("\n"), first)
        for function, (lines, first) in found.items()
    }


def _section(title: str, orders: Orders) -> str:
    """Return a program's lines, what it shares at the start, and its shortest bad order."""
    listings = _listings(orders.functions).values()
    code = "".join(
        f"<pre>{''.join(f'<span><i></i>{escape(line)}{NEWLINE}</span>' for line in lines)}</pre>"
        for lines, _ in listings
    )
    shared = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>"
        for name, value in _shared(orders).items()
    )
    return (
        f'<div class="scheduler-program"><p><b>{escape(title)}</b></p>{code}'
        f"<dl>{shared}</dl>{_bad_order(orders)}</div>"
    )


def _shared(orders: Orders) -> dict[str, str]:
    """Return all that is ever shared, with its value at the start, or NOTHING."""
    moments = [moment.shared for order in orders.orders for moment in order.moments]
    names = dict.fromkeys(name for shared in moments for name in shared)
    return {name: moments[0].get(name, NOTHING) for name in names}


def _bad_order(orders: Orders) -> str:
    """Return how many orders are wrong, and a table of the steps of the shortest of them."""
    counted = f"<p>{_sentence(orders.told)}</p>"
    if not (bad := orders.shortest):
        return f'<div class="scheduler-told">{counted}</div>'
    rows = "".join(
        f"<tr><td>{step.thread}</td><td><code>{escape(step.line)}</code></td>"
        f"<td>{escape(step.did)}</td></tr>"
        for step in bad.steps
    )
    head = "".join(f'<th scope="col">{it}</th>' for it in ("Thread", "Line", "What it does"))
    return (
        f'<div class="scheduler-told">{counted}<table class="lab-table"><thead><tr>{head}</tr>'
        f"</thead><tbody>{rows}</tbody></table><p>{_sentence(bad.problem)}</p></div>"
    )


def _sentence(text: str) -> str:
    return f"{escape(text[0].upper() + text[1:])}."


def _record(orders: Orders) -> dict:
    """Return the tree of a program's orders, as short lists.

    `of` has each thread's listing, `nodes` the tree from its leaves on: for each place the lines
    where the threads stand (-1: ended), what they wait for, the values, what went wrong (null in
    the middle, "" if nothing), and for each thread that goes on what it does and where that leads.
    """
    listings = _listings(orders.functions)
    places = [list(listings).index(function) for function in orders.functions]
    firsts = [first for _, first in listings.values()]
    nodes: dict[tuple, int] = {}
    root = _node(orders.orders, 0, [firsts[place] for place in places], [*_shared(orders)], nodes)
    bad = "".join(step.thread for step in orders.shortest.steps) if orders.bad else ""
    tree = {"of": places, "root": root, "nodes": list(nodes), "bad": bad}
    return tree | {"told": _sentence(orders.told)}


def _node(
    orders: list[Order], depth: int, firsts: list[int], names: list[str], nodes: dict[tuple, int]
) -> int:
    """Add the place that these orders have come to after `depth` steps, and return its number."""
    moment, by_thread = orders[0].moments[depth], {}
    for order in orders:
        if len(order.steps) > depth:
            by_thread.setdefault(order.steps[depth].thread, []).append(order)
    kids = tuple(
        (name, below[0].steps[depth].did, _node(below, depth + 1, firsts, names, nodes))
        for name, below in sorted(by_thread.items())
    )
    at = tuple(
        line - first if line else -1 for (line, _), first in zip(moment.at, firsts, strict=True)
    )
    waits = tuple(wanted for _, wanted in moment.at)
    verdict = None if kids else orders[0].problem
    node = (at, waits, tuple(moment.shared.get(name, NOTHING) for name in names), verdict, kids)
    return nodes.setdefault(node, len(nodes))
