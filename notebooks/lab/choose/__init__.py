"""Measure a function of your own in a plain loop and in each kind of pool, and say what to use:

    from lab.choose import choose
    print(choose(function, items))

or, for a function of a module, in a terminal: ``python -m lab.choose module:function --items …``.
The function takes one item. It runs in a process of its own, which is ended with all that it has
started when the budget is over, when you press Ctrl-C, or when this program goes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lab.choose import advice, progress, report, request, session
from lab.choose.contenders import Contender
from lab.choose.findings import Findings
from lab.choose.refused import USAGE, Refused


@dataclass(frozen=True)
class Choice:
    """The answer, and the findings behind it. Printed, it is the whole report."""

    answer: advice.Answer
    findings: Findings

    @property
    def contender(self) -> Contender | None:
        """What to use; None if that could not be found out."""
        return self.answer.choice

    def __str__(self) -> str:
        return report.text(self.findings, self.answer)

    def figure(self):
        """Return a matplotlib Figure of the times."""
        from lab.choose import figure  # here, because who only asks needs no matplotlib

        return figure.draw(report.shown(self.findings), self.contender)

    def to_dict(self) -> dict:
        """Return all of it as plain values, ready for JSON."""
        return report.record(self.findings, self.answer)


def choose(function: Callable, items: Iterable, budget_s: float = 20.0) -> Choice:
    """Measure ``function(item)`` for the items, and return what to use. Raises nothing of its own.

    A function of a cell can be tried in threads only: a worker process could not import it.
    """
    try:
        wanted = request.of_values(function, items, checked(budget_s))
    except Refused as refused:
        found = Findings(budget_s, problem=str(refused), exit_code=refused.exit_code)
    else:
        show = progress.shower()
        found = session.measure(wanted, budget_s, show)
        show(found.progress())
    return Choice(advice.answer(found), found)


def checked(budget_s: float) -> float:
    """Return the budget; raise Refused if it is no time."""
    if not 0 < budget_s < float("inf"):
        raise Refused(f"The budget must be above zero seconds, not {budget_s:g}.", USAGE)
    return budget_s
