"""The first pass: call the function one by one, for as long as one pass may take."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from statistics import median

from lab import machine
from lab.choose import memory, plan
from lab.choose.refused import USAGE, Refused, told


@dataclass
class FirstPass:
    """The items that were taken, what came out, and what each call took."""

    items: list = field(default_factory=list)
    results: list = field(default_factory=list)
    times_s: list[float] = field(default_factory=list)
    loop_s: float = 0.0
    cpu_s: float = 0.0
    grown_bytes: int = 0
    whole: bool = False  # there are no more items than these

    def call(self, func: Callable, item: object) -> None:
        """Call the function for one more item, and note what it took."""
        cpu_start_s, start_s = time.thread_time(), time.perf_counter()
        result = func(item)
        time_s = time.perf_counter() - start_s
        self.cpu_s += time.thread_time() - cpu_start_s
        self.items.append(item)
        self.results.append(result)
        self.times_s.append(time_s)
        self.loop_s += time_s

    def facts(self) -> dict[str, float]:
        """Return what the plan and the advice need to know of it."""
        return {
            "items": len(self.items),
            "loop_s": self.loop_s,
            "call_s": median(self.times_s),
            "longest_call_s": max(self.times_s),
            # Where calls are short, reading the clocks takes a part of what they show.
            "loop_cores": min(1.0, self.cpu_s / self.loop_s) if self.loop_s else 0.0,
            "memory_bytes": self.grown_bytes,
        }


def run(func: Callable, source: Iterable, budget_s: float, channel) -> FirstPass:
    """Return the first pass; raise Refused if a call raises, or if there are no items."""
    done, before_bytes, most_bytes = FirstPass(), memory.peak_bytes(), memory.free_bytes() / 4
    limit_s, cores = plan.first_pass_s(budget_s), machine.usable_cores()
    for number, item in enumerate(taken(source), 1):
        channel.item(number)
        try:
            done.call(func, item)
        except BaseException as error:  # sys.exit() as well
            sentence = f"The function raised {told(error)} for item {number}, {item!r:.60}."
            raise Refused(sentence) from None
        done.grown_bytes = memory.peak_bytes() - before_bytes
        if enough(done, limit_s, cores) or done.grown_bytes > most_bytes:
            break
    else:
        done.whole = len(done.items) < plan.MOST_ITEMS
    if not done.items:
        raise Refused("There are no items: give at least one.", USAGE)
    return done


def taken(source: Iterable) -> Iterator:
    """Yield items up to the bound, one when it is asked for; raise Refused where there is none."""
    try:
        items = iter(source)
    except TypeError:
        raise Refused(f"The items are {source!r:.60}, and not several.", USAGE) from None
    for number in range(1, plan.MOST_ITEMS + 1):
        try:
            item = next(items)
        except StopIteration:
            return
        except Exception as error:
            raise Refused(f"Item {number} could not be had: {told(error)}.") from None
        yield item


def enough(done: FirstPass, limit_s: float, cores: int) -> bool:
    """Tell whether the pass is long enough; few calls should be shared evenly by the cores."""
    count = len(done.items)
    return done.loop_s >= limit_s and (count >= 4 * cores or count % cores == 0)
