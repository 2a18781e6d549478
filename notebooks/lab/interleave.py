"""Run small functions on real threads in every order of their steps, and find those that go wrong.

    def deposit(account):
        account.balance = account.balance + 1

    print(every_order([deposit, deposit], lambda: State(balance=0), lambda a: a.balance == 2))

A step is one reading or writing of an attribute of the `State`, the taking of a `Lock`, or a `put`
or `get` of a `Queue`. Before each step a thread stops, and one that may go on is chosen. So the
orders are those of the steps that you see in the lines, on every Python alike: which of them a
Python takes by itself, and how often, is another question.
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from lab.steps import Lock, Queue, State, Step, Worker

__all__ = ["Lock", "Order", "Orders", "Queue", "State", "every_order"]

MOST_STEPS = 500  # of one order: a loop may wait for ever for what another thread does


@dataclass
class Order:
    """The steps of one order, and what went wrong in it; "" when nothing did."""

    steps: list[Step]
    problem: str = ""
    others: list[tuple[int, ...]] = field(default_factory=list)  # beginnings of further orders

    def __str__(self) -> str:
        width = max((len(step.line) for step in self.steps), default=0)
        rows = [f"{step.thread}  {step.line:{width}}  {step.did}" for step in self.steps]
        return "\n".join([*rows, self.problem or "right"])


@dataclass
class Orders:
    """How many orders were tried, whether that is all there are, and those that went wrong."""

    tried: int
    complete: bool
    bad: list[Order]

    @property
    def shortest(self) -> Order | None:
        """The bad order with the fewest changes of thread, and of those the one of fewest steps."""

        def length(order: Order) -> tuple[int, int]:
            threads = [step.thread for step in order.steps]
            changes = sum(a != b for a, b in itertools.pairwise(threads))
            return changes, len(threads)

        return min(self.bad, key=length, default=None)

    def __str__(self) -> str:
        of = "all" if self.complete else "the first"
        told = f"{of} {self.tried} orders: {len(self.bad)} of them wrong"
        return f"{told}\n{self.shortest}" if self.bad else told


def every_order(
    functions: Sequence[Callable[[State], object]],
    make_state: Callable[[], State],
    is_right: Callable[[State], bool],
    most: int = 5_000,
) -> Orders:
    """Run the functions in every order of their steps, each time on a new state.

    An order is bad if `is_right(state)` is false at its end, if a function raises, or if nobody
    can go on. At most `most` orders are tried. Raises RuntimeError when a function goes on for
    seconds without a step.
    """
    tried, bad, ahead = 0, [], [()]
    while ahead and tried < most:
        order = _run(functions, make_state(), is_right, ahead.pop())
        tried += 1
        ahead += order.others
        if order.problem:
            bad.append(order)
    return Orders(tried, not ahead, bad)


def _run(
    functions: Sequence[Callable], state: State, is_right: Callable, beginning: tuple[int, ...]
) -> Order:
    """Run one order: first as `beginning` says, then each thread as far as it gets."""
    order, chosen, workers = Order([]), [], []
    try:
        for name, function in zip("ABCDEFGH", functions, strict=False):
            workers.append(Worker(name, function, state, order.steps))
        while free := [n for n, w in enumerate(workers) if not w.done and w.may_go()]:
            if len(chosen) < len(beginning):
                turn = beginning[len(chosen)]
            else:
                turn = chosen[-1] if chosen and chosen[-1] in free else free[0]
                order.others += [(*chosen, other) for other in free if other != turn]
            workers[turn].step()
            chosen.append(turn)
            if len(chosen) >= MOST_STEPS:
                order.problem = f"no end after {MOST_STEPS} steps"
                return order
        order.problem = _problem(workers, state, is_right)
        return order
    finally:
        for worker in workers:
            worker.end()


def _problem(workers: Sequence[Worker], state: State, is_right: Callable) -> str:
    """Return what went wrong in an order that has come to its end."""
    if stuck := [f"{w.name} waits for {w.wants}" for w in workers if not w.done]:
        return f"deadlock: {', '.join(stuck)}"
    if raised := [f"{w.name} raises {w.error!r}" for w in workers if w.error]:
        return ", ".join(raised)
    if is_right(state):
        return ""
    ends = {n: value for n, value in vars(state).items() if not isinstance(value, Lock | Queue)}
    return "wrong: " + ", ".join(f"{name} is {value!r:.40}" for name, value in ends.items())
