"""Carry a function of a notebook cell, or a lambda, to the measuring process.

Such a function has no module from which another process could import it. Its code travels, and
with it what it uses of the notebook: modules by name, functions the same way, values as pickles.
"""

import importlib
import marshal
import pickle
import sys
from collections.abc import Callable, Iterator
from types import CellType, CodeType, FunctionType, ModuleType

from lab.choose.refused import Refused, told


def name_of(func: Callable) -> str | None:
    """Return "module:function" if any process can import it by that name, else None."""
    module, name = getattr(func, "__module__", None), getattr(func, "__qualname__", "")
    if module in (None, "__main__") or getattr(sys.modules.get(module), name, None) is not func:
        return None
    return f"{module}:{name}"


def pack(func: Callable) -> bytes:
    """Return the function with all that it uses; raise Refused if something cannot travel."""
    used = {}
    try:
        return pickle.dumps((_form(func, used), used))
    except Refused:
        raise
    except Exception as error:
        raise Refused(f"{_name(func)} cannot travel to another process ({told(error)}).") from None


def unpack(packed: bytes) -> Callable:
    """Return the function that `pack` has packed."""
    form, used = pickle.loads(packed)
    space = {"__builtins__": __builtins__, "__name__": "carried"}
    space |= {name: _value(each, space) for name, each in used.items()}
    return _value(form, space)


def _name(func: Callable) -> str:
    return getattr(func, "__qualname__", repr(func))


def _form(value: object, used: dict) -> tuple:
    """Return how a value travels, and note in `used` which names it needs."""
    if isinstance(value, ModuleType):
        return ("module", value.__name__)
    if isinstance(value, FunctionType) and not name_of(value):
        for name in set(_names(value.__code__)) & value.__globals__.keys() - used.keys():
            used[name] = None  # first of all: it may call itself
            used[name] = _form(value.__globals__[name], used)
        cells = [_form(cell.cell_contents, used) for cell in value.__closure__ or ()]
        extras = (value.__name__, value.__defaults__, value.__kwdefaults__)
        return ("function", marshal.dumps(value.__code__), pickle.dumps(extras), cells)
    data = pickle.dumps(value)
    if b"__main__" in data:  # a class of the notebook: only its name would travel
        raise Refused(f"It uses {value!r:.60}, defined in this program: put that into a module.")
    return ("value", data)


def _names(code: CodeType) -> Iterator[str]:
    """Yield the names that a function and the functions inside it look up."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def _value(form: tuple, space: dict) -> object:
    """Return the value that travelled in this form."""
    kind, first, *rest = form
    if kind == "module":
        return importlib.import_module(first)
    if kind == "value":
        return pickle.loads(first)
    (name, defaults, kwdefaults), cells = pickle.loads(rest[0]), rest[1]
    closure = tuple(CellType(_value(cell, space)) for cell in cells)
    func = FunctionType(marshal.loads(first), space, name, defaults, closure)
    func.__kwdefaults__ = kwdefaults
    return func
