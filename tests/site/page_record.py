"""Run in CPython 3.14 what can run on the page, and keep what it said and who worked when.

    python tests/site/page_record.py programs python3.14 [NAME …]
    python tests/site/page_record.py trials python3.14

The first runs the chapters' programs, or those named, and writes run_here/recorded.json: a program
on the page has to give the same, and a browser that cannot run it shows this. The second runs the
trials of `page_trials` there and in Chromium, and those of `lab.executor_record` in Chromium, for
which CPython's outcomes are recorded. It writes two tables into notebooks/results: what is the same
on the page, and what happens instead. It takes some minutes, and needs a built site.
"""

import hashlib
import importlib.util
import inspect
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / name) for name in (".", "notebooks", "tools", "tests")]

import chromium  # noqa: E402  found through the line above
import page_trials  # noqa: E402
import visits  # noqa: E402

from lab import executor_record, sandbox  # noqa: E402
from lab.recorded import executor_trials  # noqa: E402

PROGRAMS = ROOT / "chapters" / "programs"
RECORD = ROOT / "run_here" / "recorded.json"
TABLE, POOLS_TABLE = (
    ROOT / "notebooks" / "results" / f"{name}.json" for name in ("run-here", "run-here-pools")
)
POOLS = ("threads", "processes")
ENDINGS = list(executor_record.BEHAVIOURS)[-2:]  # they end the program, or a worker
LIMIT_S = 120  # bounds a hang
TRIALS_LIMIT_S = 900  # all of them, on a busy machine
# Processes start as on the page. For the second run, the page's own notes of who worked when go
# into a file: the first process to write is the main program, at its begin.
SPAWN = "import multiprocessing; multiprocessing.set_start_method('spawn', force=True)\n"
NOTES = """
import json, os, sys, threading, time, types

def tell(what, worker, *details):
    if threading.current_thread() is threading.main_thread():
        worker = f"{os.getpid()}/1"
    with open(os.environ["NOTES"], "a") as file:
        file.write(json.dumps([worker, *details]) + "\\n")

sys.modules["in_the_page.system"] = types.SimpleNamespace(tell=tell)
from in_the_page import trace
trace.install()
if not os.path.exists(os.environ["NOTES"]):
    with open(os.environ["NOTES"], "w") as file:
        file.write(f"{time.time()}\\n")
"""
ABOUT = f"""
import os, platform
from lab import machine
{SPAWN}
for said in (os.path.dirname(os.__file__), platform.python_version(), machine.provenance()):
    print(said)
"""
# Runs a program on a page, as the panel does, once what it needs is warm.
RUN = """async ([computer, source, name, limitMs]) => {
    const { run, stop, warm } = await import(new URL(computer, location));
    await warm(source);
    const seen = { stdout: "", stderr: "", spans: [] };
    return new Promise((resolve) => {
        const end = (_, code) => (clearTimeout(limit), resolve({ ...seen, code }));
        run(source, `/home/pyodide/${name}.py`, {
            stdout: (_, text) => (seen.stdout += text),
            stderr: (_, text) => (seen.stderr += text),
            lost: (_, count) => (seen.lost = count),
            span: (_, ...span) => seen.spans.push(span),
            end,
        });
        const limit = setTimeout(() => (seen.stderr += "stopped by the test", stop()), limitMs);
    });
}"""
# Tries one thing after the other, each in a folder of its own.
MAIN = """

if __name__ == "__main__":
    import multiprocessing, os, tempfile
    multiprocessing.set_start_method("spawn", force=True)
    for number, trial in enumerate([{trials}]):
        os.chdir(tempfile.mkdtemp())
        try:
            said = trial()
        except BaseException as error:
            said = "raises " + type(error).__name__
        print("SAID", number, said, flush=True)
"""
# A trial of a pool is a program of one file, so it brings the modules that it needs along.
MODULES = """
import os, lab
os.makedirs("/home/pyodide/lab/recorded", exist_ok=True)
for name, text in {texts!r}.items():
    with open("/home/pyodide/lab/recorded/" + name, "w") as file:
        file.write(text)
lab.__path__.append("/home/pyodide/lab")
"""


def digest(path: Path) -> str:
    """Return what a recorded program is known by."""
    return hashlib.sha256(path.read_text(encoding="utf-8").encode()).hexdigest()[:16]


def record_program(path: Path, python: str, library: str) -> dict:
    """Run a program twice, as it is and with notes; return what became of it."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder).resolve()
        script = folder / path.name
        shutil.copy(path, script)
        shutil.copytree(ROOT / "run_here" / "python" / "in_the_page", folder / "in_the_page")
        packages = Path(importlib.util.find_spec("requests").origin).parents[1]
        paths = [str(folder), str(ROOT / "notebooks"), str(packages)]
        notes = folder / "notes"
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "NO_COLOR": "1",
                       "PYTHONUTF8": "1", "NOTES": str(notes)}  # fmt: skip

        def run(customize: str) -> subprocess.CompletedProcess:
            (folder / "sitecustomize.py").write_text(customize, encoding="utf-8")
            return subprocess.run(
                [python, "-u", script], cwd=folder, env=environment, capture_output=True,
                encoding="utf-8", timeout=LIMIT_S,
            )  # fmt: skip

        done = run(SPAWN)
        run(SPAWN + NOTES)
        end_s = time.time()
        begin, *spans = map(json.loads, notes.read_text().splitlines())

        def clean(text: str) -> str:
            """Name files as any machine would."""
            own = {packages: "/lib/site-packages/", library: "/lib/python3.14/",
                   folder: "", ROOT / "notebooks": ""}  # fmt: skip
            for path, shown in own.items():
                text = text.replace(f"{path}/", shown)
            return text

        return {
            "digest": digest(path), "stdout": clean(done.stdout), "stderr": clean(done.stderr),
            "code": done.returncode, "spans": _from(begin, spans),
            "elapsed_ms": round(1000 * (end_s - begin), 1),
        }  # fmt: skip


def _from(begin_s: float, spans: list) -> list:
    """Return spans with small numbers for workers, and seconds since the program began."""
    processes, threads = {}, {}
    found = []
    for worker, task, begin, end in sorted(spans, key=lambda span: span[2]):
        pid, _, ident = worker.partition("/")
        process = processes.setdefault(pid, len(processes) + 1)
        thread = 1 if ident == "1" else threads.setdefault(worker, len(threads) + 2)
        times = (round(time_s - begin_s, 4) for time_s in (begin, end))
        found.append([f"{process}/{thread}", task, *times])
    return found


def about_python(python: str) -> list[str]:
    """Return where a Python's library is, its version, and the line of its provenance."""
    done = subprocess.run(
        [python, "-c", ABOUT], cwd=ROOT / "notebooks", check=True, capture_output=True, text=True
    )
    return done.stdout.splitlines()


def record_programs(python: str, *names: str) -> None:
    """Record the programs named, or all of them; forget those that are gone."""
    library, version, provenance = about_python(python)
    known = json.loads(RECORD.read_text("utf-8"))["programs"] if RECORD.exists() else {}
    programs = {}
    for path in sorted(PROGRAMS.glob("*.py")):
        if path.stem in names or not names:
            programs[path.stem] = record_program(path, python, library)
            print(path.stem, "exit code", programs[path.stem]["code"], flush=True)
        elif path.stem in known:
            programs[path.stem] = known[path.stem]
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(one)}" for name, one in programs.items())
    head = json.dumps({"python": version, "provenance": provenance})[1:-1]
    text = f'{{{head},\n"programs": {{\n{lines}\n}}}}\n'
    RECORD.write_text(text, encoding="utf-8", newline="\n")


def system_trials() -> dict[str, str]:
    """Return what `page_trials` tries, in a reader's words, and how a program calls it."""
    own = [one for one in vars(page_trials).values() if inspect.isfunction(one) and one.__doc__]
    return {trial.__doc__: trial.__name__ for trial in own}


def system_program() -> str:
    """Return a program that tries all of them."""
    text = Path(page_trials.__file__).read_text(encoding="utf-8")
    return text + MAIN.format(trials=", ".join(system_trials().values()))


def pool_program(executor: str, behaviours: list[str]) -> str:
    """Return a program that tries some behaviours of an executor, with all that it imports."""
    folder = Path(executor_trials.__file__).parent
    names = ("__init__", "executor_trials", "executor_ends", "executor_tasks", "executors")
    texts = {f"{name}.py": (folder / f"{name}.py").read_text(encoding="utf-8") for name in names}
    tried = [executor_record.BEHAVIOURS[behaviour] for behaviour in behaviours]
    calls = (f"lambda: {trial.__module__}.{trial.__name__}(make)" for trial in tried)
    modules = "from lab.recorded import executor_ends, executor_trials, executors\nimport lab\n"
    make = f"make = executors.EXECUTORS[{executor!r}][1]\n"
    helpers = executor_record.PROGRAM.partition("note = None")[2].partition("if __name__")[0]
    main = MAIN.format(trials=", ".join(calls))
    return MODULES.format(texts=texts) + modules + make + "note = None" + helpers + main


def said(output: str, count: int) -> list[str]:
    """Return what each trial has said; the first that says nothing has ended the program."""
    told = dict(re.findall(r"^SAID (\d+) (.*)$", output, re.MULTILINE))
    return [told.get(str(number), "ends the program") for number in range(count)]


def pool_outcomes(run, executor: str) -> list[str]:
    """Return what an executor does; `run` runs a program and returns its output."""
    together = [one for one in executor_record.BEHAVIOURS if one not in ENDINGS]
    found = said(run(pool_program(executor, together)), len(together))
    return found + [said(run(pool_program(executor, [one])), 1)[0] for one in ENDINGS]


def record_trials(python: str) -> None:
    """Run all trials on a page; keep where it gives "the same", or what happens instead."""
    site = ROOT / "build" / "html"
    computer = next(site.glob("_static/run-*/page/computer.js")).relative_to(site).as_posix()
    with chromium.browser() as browser, visits.serving(site) as address:
        page = browser.new_page()
        page.goto(address + "index.html")

        def run(program: str) -> str:
            seen = page.evaluate(RUN, [computer, program, "program", TRIALS_LIMIT_S * 1000])
            print(seen["stdout"], seen["stderr"], flush=True)
            return seen["stdout"]

        tried = list(system_trials())
        wanted = said(sandbox.run(system_program(), LIMIT_S, python).output, len(tried))
        found = said(run(system_program()), len(tried))
        rows = [
            {"what": what, "cpython": there, "page": compared(here, there)}
            for what, there, here in zip(tried, wanted, found, strict=True)
        ]
        about = f"In the page: Chromium {browser.version}. In CPython: "
        keep(TABLE, about + about_python(python)[-1], rows)

        judge = executor_record.read()
        columns = {pool: pool_outcomes(run, pool) for pool in POOLS}
        rows = [
            {"what": what}
            | {
                pool: compared(columns[pool][place], judge["outcomes"][pool][what])
                for pool in POOLS
            }
            for place, what in enumerate(executor_record.BEHAVIOURS)
        ]
        keep(POOLS_TABLE, about + judge["provenance"], rows)


def compared(here: str, there: str) -> str:
    return "the same" if here == there else here


def keep(path: Path, provenance: str, rows: list[dict]) -> None:
    """Write a table as a chapter shows it."""
    text = json.dumps({"provenance": provenance, "rows": rows}, indent=1)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    what, *given = sys.argv[1:] or [""]
    if what == "programs" and given:
        record_programs(*given)
    elif what == "trials" and len(given) == 1:
        record_trials(*given)
    else:
        sys.exit(__doc__)
