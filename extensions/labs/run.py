"""Execute every lab once, before Sphinx reads the first page.

An executed lab is kept in build/labs with a key over everything its results depend on. While
the key holds the lab is not run again. Pages that show a lab's results name the executed
notebook as a dependency, so Sphinx itself knows which of them to read again.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util import logging

from extensions.labs.kernel import execute, stop_all
from extensions.labs.one_build import claim_folder, end_like_ctrl_c
from extensions.labs.prepare import (
    figures_without_words,
    prepare,
    stub,
    why_not_alone,
    why_unfit,
)
from extensions.labs.results import read_results
from extensions.labs.store import (
    BUILD_FOLDER,
    executed_path,
    key_of,
    lab_paths,
    last_run,
    read_lab,
    write_executed,
)

logger = logging.getLogger(__name__)

# How many labs run at a time, if they may: they mostly wait, so that these hardly fill two cores.
# What they claim has to hold on a busy machine anyway.
TOGETHER = 4


def runs_alone(notebook_path: Path) -> bool:
    """Tell whether the lab measures, and so wants the machine to itself."""
    return bool(read_lab(notebook_path).get("metadata", {}).get("lab", {}).get("alone"))


def run_labs(source_folder: Path) -> dict[str, dict]:
    """Execute the labs whose results are missing or stale; return {name: error} of failures.

    Labs that want to be alone run one after the other. The rest share the cores, some at a
    time, the longest of last time first, so that none is left over at the end.
    """
    together, alone, failures = [], [], {}
    for notebook in lab_paths(source_folder):
        run = last_run(executed_path(source_folder, notebook.stem))
        key = key_of(notebook)
        if run.get("key") == key and not run.get("error"):
            print(f"lab {notebook.stem} … reused", flush=True)
            continue
        job = (run.get("seconds", float("inf")), notebook, key)
        (alone if runs_alone(notebook) else together).append(job)
    for jobs, workers in ((together, TOGETHER), (alone, 1)):
        jobs.sort(key=lambda job: job[0], reverse=True)
        failures |= _run(source_folder, jobs, workers)
    return failures


def _run(source_folder: Path, jobs: list, workers: int) -> dict[str, dict]:
    """Execute `jobs` with so many kernels at a time; return {name: error} of failures."""
    failures = {}
    with ThreadPoolExecutor(workers) as pool:
        futures = [pool.submit(_run_one, source_folder, path, key) for _, path, key in jobs]
        try:
            for future in as_completed(futures):
                name, run = future.result()
                outcome = "FAILED after " if run["error"] else ""
                print(f"lab {name} … {outcome}{run['seconds']:.1f} s", flush=True)
                if run["error"]:
                    failures[name] = run["error"]
        except BaseException:
            # Ctrl-C: kill the kernels, or leaving this `with` would wait for them.
            pool.shutdown(wait=False, cancel_futures=True)
            stop_all()
            raise
    return failures


def _run_one(source_folder: Path, notebook_path: Path, key: str) -> tuple[str, dict]:
    """Execute one lab and keep the outcome; return its name and its `lab_run` record."""
    started_s = time.monotonic()
    if problem := why_unfit(notebook_path):
        notebook = stub(notebook_path.stem)
        error = {"cell": 0, "source": "", "traceback": problem}
    else:
        notebook, error = execute(notebook_path)
    run = {
        "key": key,
        "seconds": round(time.monotonic() - started_s, 2),
        "finished_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "error": error,
        "wordless": list(figures_without_words(notebook)),
    }
    prepare(notebook)
    notebook.setdefault("metadata", {})["lab_run"] = run
    write_executed(executed_path(source_folder, notebook_path.stem), notebook)
    return notebook_path.stem, run


def report(name: str, error: dict) -> str:
    """Return what a reader needs to know about a failed lab, and no more."""
    traceback = error["traceback"].strip().splitlines()
    place = f"code cell {error['cell']} failed" if error["cell"] else "it could not be run"
    lines = [f"lab {name}: {place}", ""]
    lines += [f"    {line}" for line in error["source"].splitlines()]
    lines += ["", *(f"    {line}" for line in traceback[-12:])]
    return "\n".join(lines)


def complaints(source_folder: Path, failures: dict[str, dict]) -> Iterator[str]:
    """Yield what is wrong with labs and their results, whether they ran just now or before."""
    for name, error in failures.items():
        yield report(name, error)
    for path in lab_paths(source_folder):
        if path.stem in failures:
            continue
        results = read_results(executed_path(source_folder, path.stem))
        for claim, verdict in results.claims.items():
            if verdict["status"] == "failed":
                sentence = f"the claim '{claim}' FAILED: {verdict['sentence']}"
                yield f"lab {path.stem}: {sentence} ({verdict['evidence']})"
        for cell_id in results.wordless:
            yield f"lab {path.stem}: cell {cell_id} shows a picture without words: use svg.show"
        if told := why_not_alone(path):
            yield f"lab {path.stem}: {told}"


def on_builder_inited(app: Sphinx) -> None:
    """Bring the executed labs up to date, and warn of what is wrong with them."""
    folder = Path(app.srcdir, BUILD_FOLDER)
    app.claimed = claim_folder(folder.parent)
    end_like_ctrl_c()
    names = {path.stem for path in lab_paths(app.srcdir)}
    for path in folder.glob("*.ipynb"):
        if path.stem not in names:
            path.unlink()
    for complaint in complaints(app.srcdir, run_labs(app.srcdir)):
        logger.warning(complaint, type="lab", subtype="failed")


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Let another build begin, in this process too."""
    app.claimed.close()


def on_source_read(app: Sphinx, docname: str, source: list[str]) -> None:
    """Let Sphinx read the executed notebook in place of the lab's source."""
    folder, _, name = docname.rpartition("/")
    path = executed_path(app.srcdir, name)
    if folder == "notebooks" and path.exists():
        source[0] = path.read_text(encoding="utf-8")
        app.env.note_dependency(str(path))
