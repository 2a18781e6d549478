"""Run mistake 25 on a free-threaded Python, where the GIL comes back, and keep the record.

    python3.13t -m lab.gil_returns results/09-gil-returns.json

Run it in the folder notebooks/. Where the build lacks `_testsinglephase`, an extension module of
that name is compiled from `SOURCE`; that takes a C compiler called `cc`.
"""

import json
import re
import subprocess
import sys
import sysconfig
import tempfile
from importlib.util import find_spec
from pathlib import Path

from lab import machine, sandbox

LAB = Path("09-failures-wrong.ipynb")
MODULE = "_testsinglephase"
SOURCE = f"""#include <Python.h>
static struct PyModuleDef module = {{PyModuleDef_HEAD_INIT, "{MODULE}", NULL, -1, NULL}};
PyMODINIT_FUNC PyInit_{MODULE}(void) {{ return PyModule_Create(&module); }}
"""


def build_extension(folder: Path) -> None:
    """Compile an extension module that says nothing about the GIL into `folder`."""
    (folder / "module.c").write_text(SOURCE, encoding="utf-8")
    headers = f"-I{sysconfig.get_path('include')}"
    command = ["cc", "-shared", "-fPIC", headers, "module.c", "-o", f"{MODULE}.so"]
    subprocess.run(command, cwd=folder, check=True, timeout=60)


def programs() -> dict[str, str]:
    """Return the programs of mistake 25 as they stand in the lab, by name."""
    cells = json.loads(LAB.read_text(encoding="utf-8"))["cells"]
    sources = ("".join(cell["source"]) for cell in cells)
    found = (re.match(r"%%sandbox (m25_\w+).*\n", source) for source in sources)
    return {first[1]: first.string[first.end() :] for first in found if first}


def describe(folder: Path) -> dict:
    """Return what the programs print, with which extension, and where that was."""
    own = find_spec(MODULE) is None
    if own:
        build_extension(folder)
    said = {
        name: sandbox.run(f"import sys\nsys.path.append({str(folder)!r})\n{program}").output
        for name, program in programs().items()
    }
    kind = "an extension of three lines of C" if own else "the test module that came with it"
    return {
        "provenance": str(machine.provenance()),
        "extension": f"{MODULE} was {kind}, which says nothing about the GIL.",
        **{name: "; ".join(text.splitlines()) for name, text in said.items()},
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        record = describe(Path(scratch))
    Path(sys.argv[1]).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
