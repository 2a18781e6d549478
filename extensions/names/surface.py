"""Know the rows of the reference page, and the public names of `concurrent.futures`.

A row is a full name, such as `concurrent.futures.Executor.map`, or one of its parameters:
`concurrent.futures.Executor.map(chunksize)`.
"""

import importlib
import inspect
import re

from extensions.names.inventory import locate

PACKAGE = "concurrent.futures"
SUBMODULES = ("thread", "process", "interpreter")
ROW = re.compile(r"^:::\{api\} (\S+)$", re.MULTILINE)


def rows(markdown):
    """Return the names of all rows of the reference page, in their order."""
    return ROW.findall(markdown)


def split(row):
    """Return a row's full name and its parameter, which is None for most rows."""
    name, bracket, parameter = row.partition("(")
    return name, parameter.rstrip(")") if bracket else None


def is_here(row):
    """Tell whether this Python has the name or the parameter."""
    name, parameter = split(row)
    try:
        found = locate(name)
    except (AttributeError, ImportError):
        return False
    return parameter is None or parameter in inspect.signature(found).parameters


def signature_of(row):
    """Return how a row is written in code, as far as this Python knows it."""
    name, parameter = split(row)
    short = ".".join(name.removeprefix(f"{PACKAGE}.").split(".")[-2:])
    if not is_here(row):
        return parameter or short
    found = locate(name)
    if not callable(found) or (inspect.isclass(found) and issubclass(found, Exception)):
        return short
    parameters = inspect.signature(found).parameters
    if parameter:
        return str(parameters[parameter])
    shown = [p for p in parameters.values() if p.name != "self" and not _is_internal(p)]
    return short + str(inspect.Signature(shown))


def _is_internal(parameter):
    """Tell whether a parameter is for subclasses inside the package (3.14's `**ctxkwargs`)."""
    return parameter.kind is parameter.VAR_KEYWORD and parameter.name != "kwargs"


def public_rows():
    """Return the rows that this Python asks for.

    These are the names in `__all__`, the exceptions of the submodules, and of each class the
    public methods; of all that can be called, the parameters that may be left out. A method
    that overrides another has its row there.
    """
    asked = set()
    for name, found in _public_objects():
        asked.add(name)
        if inspect.isclass(found) and issubclass(found, Exception):
            continue
        asked |= _optional_parameters(name, found)
        for method, function in vars(found).items() if inspect.isclass(found) else ():
            if method.startswith("_") or _is_inherited(method, found):
                continue
            if callable(getattr(found, method)) and not inspect.isclass(function):
                asked.add(f"{name}.{method}")
                asked |= _optional_parameters(f"{name}.{method}", getattr(found, method))
    return asked


def _public_objects():
    """Return (full name, object) pairs."""
    package = importlib.import_module(PACKAGE)
    for name in package.__all__:
        if hasattr(package, name):
            yield f"{PACKAGE}.{name}", getattr(package, name)
    for submodule in SUBMODULES:
        try:
            module = importlib.import_module(f"{PACKAGE}.{submodule}")
        except ImportError:
            continue  # this Python, or this build of it, has no such executor
        for name, found in vars(module).items():
            made_here = inspect.isclass(found) and found.__module__ == module.__name__
            if made_here and name[0] != "_" and issubclass(found, Exception):
                yield f"{PACKAGE}.{submodule}.{name}", found


def _is_inherited(method, cls):
    """Tell whether a base of the class has the method, too: there it has its row."""
    return any(method in vars(base) for base in cls.__mro__[1:])


def _optional_parameters(name, found):
    if not callable(found):
        return set()
    parameters = inspect.signature(found).parameters.values()
    return {f"{name}({p.name})" for p in parameters if p.default is not p.empty}
