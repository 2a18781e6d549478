"""Know the names that Python's documentation explains, from the vendored inventory."""

import contextlib
import functools
import importlib
import inspect
import re
import zlib
from pathlib import Path
from typing import NamedTuple

INVENTORY = Path(__file__).with_name("python.inv")
DOCUMENTATION = "https://docs.python.org/3/"
ENTRY = re.compile(r"(.+?) py:(\S+) -?\d+ (\S*) ")
PRIVATE_HOMES = re.compile(r"^(concurrent\.futures)\.(?:_base|thread|process|interpreter)\b")
KNOWN_BASE = {
    "concurrent.futures.ThreadPoolExecutor": "concurrent.futures.Executor",
    "concurrent.futures.ProcessPoolExecutor": "concurrent.futures.Executor",
    "concurrent.futures.InterpreterPoolExecutor": "concurrent.futures.Executor",
}
"""So that the newest executor has its methods on a Python that does not have it."""

CALLABLE = ("method", "function", "classmethod")
"""The kinds of names that are there to be called; a class is there for other things as well."""

ALIASES = {"multiprocessing.Pool": "multiprocessing.pool.Pool"}
"""Names that are documented by another one."""


class Documented(NamedTuple):
    """A documented name: what it is (module, class, method …), and the address that explains it."""

    kind: str
    address: str


@functools.cache
def documented():
    """Return {full name: Documented} for every Python name of the inventory."""
    body = INVENTORY.read_bytes().split(b"\n", 4)[4]
    names = {}
    for line in zlib.decompress(body).decode("utf-8").splitlines():
        entry = ENTRY.match(line)
        if entry:
            name, kind, location = entry.groups()
            names[name] = Documented(kind, DOCUMENTATION + location.replace("$", name))
    return names


def kind_of(name):
    """Return what the documentation says a name is: class, function …; "" if nothing."""
    return documented()[name].kind if name in documented() else ""


def locate(name):
    """Return the object of a full name; raise AttributeError when this Python lacks it.

    Imports modules, so it is only for names of the standard library.
    """
    module_name, found = name, None
    while found is None:
        try:
            found = importlib.import_module(module_name)
        except ImportError:
            module_name, dot, _ = module_name.rpartition(".")
            if not dot:
                module_name, found = "builtins", importlib.import_module("builtins")
    rest = name.removeprefix(module_name).strip(".")
    return functools.reduce(getattr, filter(None, rest.split(".")), found)


@functools.cache
def method_name(class_name, attribute):
    """Return the documented name of an attribute, a class's own or an inherited one; else None."""
    own = f"{class_name}.{attribute}"
    own = ALIASES.get(own, own)
    if own in documented():
        return own
    bases = [KNOWN_BASE.get(class_name, "")]
    if class_name in documented():
        with contextlib.suppress(AttributeError):  # newer than this Python
            bases += map(_full_name, getattr(locate(class_name), "__mro__", ()))
    candidates = (f"{base}.{attribute}" for base in bases)
    return next((name for name in candidates if name in documented()), None)


def _full_name(cls):
    """Return where the documentation has a class, however it is spread over private modules."""
    return PRIVATE_HOMES.sub(r"\1", f"{cls.__module__}.{cls.__qualname__}")


def positional_parameters(name):
    """Return the names of a function's parameters that may be given by position, if known."""
    try:
        parameters = inspect.signature(locate(name)).parameters.values()
    except (AttributeError, TypeError, ValueError):
        return []
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return [p.name for p in parameters if p.kind in kinds and p.name != "self"]
