"""Make extensions/names/python.inv: the part of Python's inventory that this site links to.

    python tools/python_inventory.py [objects.inv]

Reads a full inventory from the given file, or else from Python's documentation site. Keeping
the part in the repository lets the site be built offline, and the same links come out of
every build.
"""

import re
import sys
import urllib.request
import zlib
from pathlib import Path

FULL_INVENTORY = "https://docs.python.org/3/objects.inv"
OWN_INVENTORY = Path(__file__).parent.parent / "extensions" / "names" / "python.inv"
TIMEOUT_S = 30

NAMES = """
    _thread asyncio atexit concurrent concurrent.futures concurrent.interpreters contextlib
    contextvars ctypes dataclasses dis faulthandler fractions functools gc hashlib http.server
    importlib io itertools json logging math multiprocessing os pathlib pickle platform queue
    random re resource sched selectors signal site socket socketserver statistics subprocess sys
    sysconfig tempfile test.support threading time timeit traceback tracemalloc urllib.request
    warnings weakref zlib
"""
MODULES = NAMES.split()
"""A name is kept if it stands in one of these modules, or is a builtin (has no dot)."""

BUILTINS = ("builtins/", "library/stdtypes")
"""Where the methods of builtin types stand, in newer and in older documentation."""

PAGES = (
    *BUILTINS,
    "library/",
    "howto/free-threading",
    "howto/logging",
    "glossary",
    "using/cmdline",
    "whatsnew/3.1",
)
"""Labels, terms, options and pages are kept if they stand below one of these."""


ENTRY = re.compile(r"(.+?) (\S+:\S+) -?\d+ (\S*) ")
"""An entry: name (a label's may hold spaces), role, priority, location, title."""


def wanted(name, role, location):
    """Tell whether the site may want to link to this entry."""
    if role in ("std:term", "std:envvar"):
        return True
    if role in ("std:doc", "std:label", "std:cmdoption"):
        return location.startswith(PAGES)
    if not role.startswith("py:"):
        return False
    return (
        "." not in name
        or location.startswith(BUILTINS)
        or any(name == module or name.startswith(module + ".") for module in MODULES)
    )


def reduce(inventory):
    """Return the wanted part of an inventory (both are the bytes of a file)."""
    *header, body = inventory.split(b"\n", 4)
    if header[0] != b"# Sphinx inventory version 2":
        raise SystemExit("this is not a Sphinx inventory of version 2")
    kept = []
    for line in zlib.decompress(body).decode("utf-8").splitlines():
        name, role, location = ENTRY.match(line).groups()
        if wanted(name, role, location):
            kept.append(line + "\n")
    return b"\n".join(header) + b"\n" + zlib.compress("".join(kept).encode("utf-8"), 9)


def main(arguments):
    """Write the reduced inventory and say what it holds."""
    if arguments:
        inventory = Path(arguments[0]).read_bytes()
    else:
        with urllib.request.urlopen(FULL_INVENTORY, timeout=TIMEOUT_S) as answer:
            inventory = answer.read()
    part = reduce(inventory)
    OWN_INVENTORY.write_bytes(part)
    print(f"{OWN_INVENTORY.name}: {len(part) // 1024} kB of {len(inventory) // 1024} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
