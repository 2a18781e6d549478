"""Run every lab on many Pythons, under each start method for processes that they have.

    python tools/matrix.py python3.11 python3.14 …    (without names: all found on the PATH)

Each Python gets an environment of its own, from the lock, in build/matrix. A lab passes when it
runs to its end and no claim that it makes has failed.
"""

import multiprocessing
import shutil
import subprocess
import sys
import time
from pathlib import Path

from interpreter import starts

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "build" / "matrix"
USUAL = [f"python3.{minor}" for minor in range(11, 16)]
ONE_RUN = "--here"  # in the middle of a matrix: the labs, on the Python that runs this file
NAME = """
import sys, sysconfig
print("{}.{}".format(*sys.version_info) + "t" * bool(sysconfig.get_config_var("Py_GIL_DISABLED")))
"""
# The first cell of every lab in the matrix. `force`: a start-up file may have chosen already.
FIRST_CELL = "import multiprocessing\nmultiprocessing.set_start_method({method!r}, force=True)"


def name_of(python):
    """Return a short name of an interpreter, such as "3.14" or, without a GIL, "3.14t"."""
    asked = [python, "-E", "-c", NAME]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()


def environment_of(python):
    """Make or reuse the environment of an interpreter; return its Python, or None if it failed."""
    name = name_of(python)
    folder = FOLDER / name
    folder.mkdir(parents=True, exist_ok=True)
    for lock in ROOT.glob("requirements*.txt"):
        shutil.copy(lock, folder)
    make = [python, "-E", "-s", ROOT / "tools" / "environment.py", "--site", folder]
    made = subprocess.run(make)
    inside = "Scripts/python.exe" if sys.platform == "win32" else "bin/python"
    return folder / ".venv" / inside if made.returncode == 0 else None


def run_here():
    """Run every lab under every start method of this Python; return how many did not pass."""
    sys.path.insert(0, str(ROOT))
    version = name_of(sys.executable)
    failures = 0
    for method in multiprocessing.get_all_start_methods():
        for lab in sorted((ROOT / "notebooks").glob("*.ipynb")):
            started = time.monotonic()
            problem = run_one(lab, method, FOLDER / version / method)
            seconds = time.monotonic() - started
            print(f"{version} {method:10} {lab.stem:15} {seconds:5.1f} s  {problem or 'passed'}")
            sys.stdout.flush()
            failures += bool(problem)
    return failures


def run_one(lab, method, folder):
    """Run one lab; return what went wrong, or an empty text."""
    from extensions.labs.kernel import execute
    from extensions.labs.results import read_results
    from extensions.labs.store import write_executed

    notebook, error = execute(lab, first_cell=FIRST_CELL.format(method=method))
    path = folder / lab.name
    write_executed(path, notebook)
    if error:
        return f"FAILED in code cell {error['cell']}:\n{error['traceback']}"
    claims = read_results(path).claims.items()
    failed = [f"{name} ({claim['evidence']})" for name, claim in claims
              if claim["status"] == "failed"]  # fmt: skip
    return "FAILED: " + "; ".join(failed) if failed else ""


def main(arguments):
    """Run the matrix; return 1 if a lab did not pass somewhere, or nothing could be run."""
    if arguments == [ONE_RUN]:
        return int(run_here() > 0)
    pythons = arguments or [name for name in USUAL if starts(name)]
    missing = [name for name in pythons if not starts(name)]
    if missing or not pythons:
        print(f"There is no {' and no '.join(missing or USUAL)} here.", file=sys.stderr)
        return 1
    failed = []
    for python in pythons:
        inside = environment_of(python)
        if not inside or subprocess.run([inside, __file__, ONE_RUN]).returncode:
            failed.append(python)
    print(f"Not passed on: {', '.join(failed)}" if failed else f"Passed on {', '.join(pythons)}.")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
