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

from lab.step_workers import Moment, Step, Worker, moment_of
from lab.steps import Lock, Queue, State

__all__ = ["Lock", "Order", "Orders", "Queue", "State", "every_order"]

NAMES = "ABCDEFGH"
MOST_STEPS = 200  # of one order: a loop may wait for ever for what another thread does
MOST_STEPS_IN_ALL = 12_000  # a second or two


@dataclass
class Order:
    """The steps of one order, and what went wrong in it; "" when nothing did.

    `moments` are those before the first step and after each.
    """

    steps: list[Step]
    problem: str = ""
    moments: list[Moment] = field(default_factory=list)
    others: list[tuple[int, ...]] = field(default_factory=list)  # beginnings of further orders

    def __str__(self) -> str:
        width = max((len(step.line) for step in self.steps), default=0)
        rows = [f"{step.thread}  {step.line:{width}}  {step.did}" for step in self.steps]
        return "\n".join([*rows, self.problem or "right"])


@dataclass
class Orders:
    """The orders that were tried, and whether these are all there are."""

    orders: list[Order]
    complete: bool
    functions: Sequence[Callable] = ()

    @property
    def tried(self) -> int:
        """How many orders were tried."""
        return len(self.orders)

    @property
    def bad(self) -> list[Order]:
        """Those that went wrong."""
        return [order for order in self.orders if order.problem]

    @property
    def shortest(self) -> Order | None:
        """The bad order with the fewest changes of thread, and of those the one of fewest steps."""

        def length(order: Order) -> tuple[int, int]:
            threads = [step.thread for step in order.steps]
            changes = sum(a != b for a, b in itertools.pairwise(threads))
            return changes, len(threads)

        return min(self.bad, key=length, default=None)

    @property
    def told(self) -> str:
        """How many orders there are, and how many of them are wrong, in a few words."""
        if self.complete and self.tried == 1:
            return f"the only order there is: {'wrong' if self.bad else 'right'}"
        of = "all" if self.complete else "the first"
        return f"{of} {self.tried} orders: {len(self.bad)} of them wrong"

    def __str__(self) -> str:
        return f"{self.told}\n{self.shortest}" if self.bad else self.told


def every_order(
    functions: Sequence[Callable[[State], object]],
    make_state: Callable[[], State],
    is_right: Callable[[State], bool],
    most: int = 5_000,
) -> Orders:
    """Run the functions in every order of their steps, each time on a new state.

    An order is bad if `is_right(state)` is false at its end, if a function raises, or if nobody
    can go on. At most `most` orders are tried, and fewer if they are long: `complete` is false
    then. Raises ValueError for no function or more than eight, RuntimeError when one goes on for
    seconds without a step.
    """
    if not 1 <= len(functions) <= len(NAMES):
        raise ValueError(f"give one to {len(NAMES)} functions, not {len(functions)}")
    orders, steps, ahead = [], 0, [()]
    while ahead and len(orders) < most and steps < MOST_STEPS_IN_ALL:
        orders.append(_run(functions, make_state(), is_right, ahead.pop()))
        steps += len(orders[-1].steps)
        ahead += orders[-1].others
    return Orders(orders, not ahead, functions)


def _run(
    functions: Sequence[Callable], state: State, is_right: Callable, beginning: tuple[int, ...]
) -> Order:
    """Run one order: first as `beginning` says, then each thread as far as it gets."""
    order, chosen, workers = Order([]), [], []
    try:
        for name, function in zip(NAMES, functions, strict=False):
            workers.append(Worker(name, function, state, order.steps))
            workers[-1].wait()  # it stands before its first step
        order.moments.append(moment_of(workers, vars(state)))
        while free := [n for n, w in enumerate(workers) if not w.done and w.may_go()]:
            if len(chosen) >= MOST_STEPS:
                order.problem = f"no end after {MOST_STEPS} steps"
                return order
            if len(chosen) < len(beginning):
                turn = beginning[len(chosen)]
            else:
                turn = chosen[-1] if chosen and chosen[-1] in free else free[0]
                order.others += [(*chosen, other) for other in free if other != turn]
            workers[turn].step()
            chosen.append(turn)
            order.moments.append(moment_of(workers, vars(state)))
        order.problem = _problem(workers, state, is_right)
        return order
    finally:
        for worker in workers:
            worker.end()


def _problem(workers: Sequence[Worker], state: State, is_right: Callable) -> str:
    """Return what went wrong in an order that has come to its end."""
    if stuck := [w for w in workers if not w.done]:
        return f"deadlock: {', '.join(f'{w.name} waits for {w.wants}' for w in stuck)}"
    if raised := [f"{w.name} raises {w.error!r}" for w in workers if w.error]:
        return ", ".join(raised)
    if is_right(state):
        return ""
    ends = {n: value for n, value in vars(state).items() if not isinstance(value, Lock | Queue)}
    return "wrong: " + ", ".join(f"{name} is {value!r:.40}" for name, value in ends.items())
