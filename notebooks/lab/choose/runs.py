"""Run contenders, compare their results, and leave out the kinds that cannot do it."""

import pickle
import time
from collections.abc import Callable
from functools import partial

from lab import trace
from lab.choose.contenders import INTERPRETERS, LOOP, POOLS, PROCESSES, Contender
from lab.choose.first import FirstPass
from lab.choose.refused import Refused, told
from lab.choose.same import differing, same

Times = dict[Contender, list[float]]
MOST_TRACED = 200  # items


class Runs:
    """The runs of one function over the items of its first pass; what they show is said."""

    def __init__(self, func: Callable, done: FirstPass, say: Callable[..., None]):
        self.func, self.items, self.results, self.say = func, done.items, done.results, say
        self.left_out: set[str] = set()
        self.comparable = True

    def leave_out(self, kind: str, why: str) -> None:
        """Try a kind no more."""
        if kind not in self.left_out:
            self.left_out.add(kind)
            self.say("left_out", kind=kind, why=why)

    def leave_out_what_cannot_travel(self, why: str) -> None:
        """Leave out pools to which the function, an item or a result cannot travel."""
        parts = {"function": self.func, "items": self.items[0], "results": self.results[0]}
        for name, value in parts.items():
            try:
                pickle.dumps(value)
            except Exception as error:
                why = why or f"the {name} cannot travel ({told(error)})"
        for kind in (INTERPRETERS, PROCESSES) if why else ():
            if kind in POOLS:
                self.leave_out(kind, why)

    def left(self, times_s: Times) -> Times:
        """Return the contenders that have not been left out, and have run."""
        return {each: t for each, t in times_s.items() if t and each.kind not in self.left_out}

    def run(self, contender: Contender, stage: str, times_s: list[float]) -> None:
        """Run a contender once, note its time, and compare its results with the first ones."""
        if contender.kind in self.left_out:
            return
        start_s = time.perf_counter()
        try:
            run = self.one_by_one if contender.kind == LOOP else partial(contender.run, self.func)
            results = run(self.items)
        except Refused:
            raise
        except BaseException as error:
            self.leave_out(contender.kind, f"{contender} failed ({told(error)})")
            return
        time_s = time.perf_counter() - start_s
        self.say("spent", time_s=time_s)
        if self.agrees(contender, results):
            times_s.append(time_s)
            self.say("run", stage=stage, contender=contender.as_list(), time_s=time_s)

    def agrees(self, contender: Contender, results: list) -> bool:
        """Tell whether the results may count, and say so if they are not those of the loop."""
        place = differing(self.results, results) if self.comparable else None
        if place is None:
            return True
        if contender.kind != LOOP and self.repeats(place):
            self.leave_out(contender.kind, f"{contender} gave another result for item {place + 1}")
            return False
        self.comparable = False
        item = f"item {place + 1}, {self.items[place]!r:.60},"
        self.say("note", sentence=f"One by one, {item} gave another result the second time. "
                 "So nobody can tell here whether a pool's results are right.")  # fmt: skip
        return True

    def repeats(self, place: int) -> bool:
        """Tell whether one more call of the function alone gives what it has given before."""
        return same(self.one_by_one([self.items[place]])[0], self.results[place])

    def one_by_one(self, items: list) -> list:
        """Return the results of a plain loop; raise Refused if a call raises by now."""
        try:
            return Contender(LOOP).run(self.func, items)
        except BaseException as error:
            raise Refused(f"The function raised {told(error)} when it ran once more.") from None

    def look_inside(self, contender: Contender) -> None:
        """Say how many cores a pool kept busy, and what a task that does nothing costs it."""
        kind, count = contender.kind, min(MOST_TRACED, len(self.items) // 2)
        some = self.items[: max(count, 2 * contender.workers)]
        start_s = time.perf_counter()
        try:
            line = trace.run(contender.make_pool, self.func, some)
            with contender.make_pool() as pool:
                list(pool.map(abs, range(20)))  # by now its workers run
                tasks_start_s = time.perf_counter()
                list(pool.map(abs, range(100)))
                task_s = (time.perf_counter() - tasks_start_s) / 100
        except Exception as error:
            self.leave_out(kind, f"{contender} failed ({told(error)})")
            return
        self.say("spent", time_s=time.perf_counter() - start_s)
        self.say("traced", kind=kind, cores_used=line.cores_used)
        self.say("task", kind=kind, time_s=task_s)
