"""Make an extension module that says nothing about the GIL, like those older than Python 3.13.

    python3.13t -m lab.recorded.old_extension

puts the module `_testsinglephase`, which some builds of Python bring along, into the environment
of a Python that lacks it, so that mistake 25 can be recorded there. Run it in the folder
notebooks/, on Linux; it takes a C compiler called `cc`.
"""

import subprocess
import sysconfig
from pathlib import Path

MODULE = "_testsinglephase"
SOURCE = f"""#include <Python.h>
static struct PyModuleDef module = {{PyModuleDef_HEAD_INIT, "{MODULE}", NULL, -1, NULL}};
PyMODINIT_FUNC PyInit_{MODULE}(void) {{ return PyModule_Create(&module); }}
"""


def build(folder: Path) -> None:
    """Compile the module for this interpreter into a folder.

    Raises FileNotFoundError without a compiler, and CalledProcessError when it fails.
    """
    headers = f"-I{sysconfig.get_path('include')}"
    command = ["cc", "-shared", "-fPIC", headers, "-xc", "-", "-o", f"{folder / MODULE}.so"]
    subprocess.run(command, input=SOURCE, text=True, check=True, timeout=60)


if __name__ == "__main__":
    build(Path(sysconfig.get_path("platlib")))
