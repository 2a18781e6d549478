"""What is to be measured: the function, where its items come from, and the budget."""

import contextlib
import importlib
import pickle
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

from lab.choose import carry
from lab.choose.plan import MOST_ITEMS
from lab.choose.refused import USAGE, Refused, told


@dataclass(frozen=True)
class Request:
    """One of `name` and `carried` says the function; `written`, or else `pickled`, the items."""

    budget_s: float
    name: str = ""  # module:function
    carried: bytes = b""
    written: str = ""  # an expression, or @FILE
    pickled: bytes = b""
    items_known: int | None = None

    def function(self) -> Callable:
        """Return the function; raise Refused if there is none."""
        return found(self.name) if self.name else carry.unpack(self.carried)

    def items(self) -> Iterable:
        """Return the items; an expression may use what the function's module has."""
        if not self.written:
            return pickle.loads(self.pickled)
        try:
            if self.written.startswith("@"):
                with open(self.written[1:], encoding="utf-8") as file:
                    return file.read().splitlines()
            return eval(self.written, dict(vars(sys.modules[self.name.partition(":")[0]])))
        except Exception as error:
            raise Refused(f"--items {self.written!r} gave {told(error)}.", USAGE) from None


def found(name: str) -> Callable:
    """Return the function that "module:function" names."""
    module, _, attributes = name.partition(":")
    try:
        value = importlib.import_module(module)
    except BaseException as error:  # a program without its main guard may well exit
        raise Refused(f"{module} cannot be imported: {told(error)}.", USAGE) from None
    for attribute in attributes.split("."):
        value = getattr(value, attribute, None)
    if not callable(value):
        raise Refused(f"{module} has no function {attributes!r}.", USAGE)
    return value


def of_values(func: Callable, items: Iterable, budget_s: float) -> Request:
    """Return the request for a function and items that are at hand, as in a cell."""
    if not callable(func):
        raise Refused(f"{func!r:.60} is no function.", USAGE)
    some = list(islice(items, MOST_ITEMS))
    known = None
    with contextlib.suppress(TypeError):  # a generator does not know its length
        known = len(items)
    try:
        pickled = pickle.dumps(some)
    except Exception as error:
        raise Refused(f"The items cannot travel to another process ({told(error)}).") from None
    if b"__main__" in pickled:
        raise Refused("The items use a class of this program: put it into a module.")
    name = carry.name_of(func)
    carried = b"" if name else carry.pack(func)
    return Request(budget_s, name or "", carried, pickled=pickled, items_known=known)
