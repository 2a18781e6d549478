"""Compare the build with what it cannot do without, in pairs and in one run.

    make bench                    three pairs of each, about 12 minutes
    make bench OPTIONS="1"        one pair

A cold build against running the same notebooks alone, rebuilds against a cold build, and what the
first load of a page weighs. It works on a copy in build/bench, so that the site stays as it is.
Ratios mean something on a machine that does nothing else; seconds are of this day and machine.
"""

import gzip
import json
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from extensions.labs.run import TOGETHER, runs_alone  # noqa: E402  found through the line above

COPY = ROOT / "build" / "bench"
PARTS = ("chapters", "notebooks", "extensions", "_static", "_templates")
FILES = ("conf.py", "index.rst", "requirements.txt")
SPHINX = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-n", "-q", "-j", "4"]
CELL_LIMIT_S = 60
LOADED = re.compile(r'<(?:link rel="(?:stylesheet|icon)"|script|img)[^>]*(?:href|src)="([^":?]+)')


def copy_project() -> None:
    """Lay out a copy that has built nothing yet."""
    shutil.rmtree(COPY, ignore_errors=True)
    for part in PARTS:
        shutil.copytree(ROOT / part, COPY / part)
    for file in FILES:
        shutil.copy(ROOT / file, COPY)


def build_s() -> float:
    """Build the copy; return the seconds it took."""
    start_s = time.perf_counter()
    subprocess.run([*SPHINX, ".", "build/html"], cwd=COPY, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start_s


def cold_build_s() -> float:
    shutil.rmtree(COPY / "build", ignore_errors=True)
    return build_s()


def run_bare(path: Path) -> None:
    """Run a notebook with nbclient alone, and throw its outputs away."""
    notebook = nbformat.read(path, as_version=4)
    folder = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=CELL_LIMIT_S, resources=folder).execute()


def bare_s() -> float:
    """Run all notebooks by the schedule of the build; return the seconds."""
    paths = sorted((COPY / "notebooks").glob("*.ipynb"), key=lambda path: -path.stat().st_size)
    start_s = time.perf_counter()
    for workers, alone in ((TOGETHER, False), (1, True)):
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(run_bare, (path for path in paths if runs_alone(path) == alone)))
    return time.perf_counter() - start_s


def edited(path: Path) -> Callable[[], float]:
    """Return a function that changes a chapter, or a code cell of a lab, and builds again."""

    def change_and_build_s() -> float:
        if path.suffix == ".md":
            path.write_text(path.read_text("utf-8") + "\nOnce more.\n", "utf-8")
        else:
            notebook = json.loads(path.read_text("utf-8"))
            cell = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
            cell["source"] = [*cell["source"], "\npass"]
            path.write_text(json.dumps(notebook), "utf-8")
        return build_s()

    return change_and_build_s


def paired(ours: Callable[[], float], base: Callable[[], float], pairs: int) -> dict:
    """Measure two in turn, each first as often as the other; return seconds and ratios."""
    seconds = {ours: [], base: []}
    for number in range(pairs):
        for contender in (ours, base) if number % 2 == 0 else (base, ours):
            seconds[contender].append(contender())
    ratios = [a / b for a, b in zip(seconds[ours], seconds[base], strict=True)]
    return {
        "ratio": statistics.median(ratios),
        "ratios": ratios,
        "seconds": seconds[ours],
        "of": seconds[base],
    }


def first_load(page: Path) -> tuple[int, int]:
    """Return how many bytes a page and what it loads at once take compressed, and the requests."""
    names = LOADED.findall(page.read_text(encoding="utf-8"))
    files = dict.fromkeys([page, *((page.parent / name).resolve() for name in names)])
    return sum(len(gzip.compress(file.read_bytes())) for file in files), len(files)


def weights(site: Path) -> dict[str, dict]:
    """Return the heaviest first load of a chapter and of a lab."""
    found = {}
    for kind in ("chapters", "notebooks"):
        loads = {page.name: first_load(page) for page in site.glob(f"{kind}/*.html")}
        name = max(loads, key=loads.get)
        found[kind] = {"page": name, "bytes": loads[name][0], "requests": loads[name][1]}
    return found


def main(arguments: list[str]) -> None:
    pairs = int(arguments[0]) if arguments else 3
    copy_project()
    report = {"cold build / bare notebooks": paired(cold_build_s, bare_s, pairs)}
    cold = report["cold build / bare notebooks"]["seconds"]
    chapter, lab = COPY / "chapters" / "03-map.md", COPY / "notebooks" / "03-map.ipynb"
    changes = {"nothing": build_s, "a chapter": edited(chapter), "a lab": edited(lab)}
    for name, rebuild in changes.items():
        times = [rebuild() for _ in range(pairs)]
        ratio = statistics.median(times) / statistics.median(cold)
        report[f"rebuild after a change of {name} / cold build"] = {
            "ratio": ratio,
            "seconds": times,
        }
    for name, row in report.items():
        seconds = ", ".join(f"{each:.1f}" for each in row["seconds"])
        print(f"{name:48} {row['ratio']:5.2f} ×   ({seconds} s)")
    report["first loads"] = weights(COPY / "build" / "html")
    print(json.dumps(report["first loads"], indent=1))
    (ROOT / "build" / "bench.json").write_text(json.dumps(report, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
