"""Test how labs are executed, on tiny labs in a folder of their own."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import threading

import nbformat
import pytest
from children import eventually, started

from extensions.labs import kernel, run
from extensions.labs.results import read_results
from extensions.labs.store import executed_path

TIMEOUT_S = 120  # bounds a hang; nothing here takes more than some seconds

GLUE = """
from IPython.display import display
from lab.number import NUMBER
mime = "application/papermill.record/"
display({mime + "text/plain": repr(NUMBER)}, raw=True,
        metadata={"scrapbook": {"name": "number", "mime_prefix": mime}})
"""

CONF = """
import sys
sys.path.insert(0, ROOT)
from extensions.book import show
extensions = ["myst_nb", "extensions.labs"]
nb_execution_mode = "off"
exclude_patterns = ["build"]
def setup(app):
    app.add_role("lab", show.LabRole())
    app.connect("source-read", lambda app, name, source: print("read", name, flush=True))
"""


def make_lab(folder, name, *cells, alone=False):
    """Write a lab with these code cells; return its path."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell(f"# {name}")]
        + [nbformat.v4.new_code_cell(textwrap.dedent(source).strip()) for source in cells],
        metadata={"kernelspec": {"name": "no-such-kernel", "display_name": "none"}},
    )
    if alone:
        notebook.metadata["lab"] = {"alone": True}
    path = folder / "notebooks" / f"{name}.ipynb"
    path.parent.mkdir(exist_ok=True)
    nbformat.write(notebook, path)
    return path


def build(folder):
    """Build the folder's site as `make html` does; return the finished process."""
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", ".", "build/html"]
    environment = {**os.environ, "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"}
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=TIMEOUT_S,
    )


def lines_of(process, start):
    """Return the rest of the lines of a build's output that begin with `start`."""
    lines = process.stdout.splitlines()
    return [line.removeprefix(start).strip() for line in lines if line.startswith(start)]


@pytest.fixture(scope="module")
def project(tmp_path_factory, root):
    """Return a folder with two labs, one of which fails, and chapters that show their numbers."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "notebooks" / "lab").mkdir(parents=True)
    (folder / "notebooks" / "lab" / "number.py").write_text("NUMBER = 42\n")
    make_lab(folder, "good", GLUE)
    make_lab(folder, "bad", "works = 1", "first = 1\nfirst / 0", "never = 'reached'")
    (folder / "chapters").mkdir()
    (folder / "chapters" / "good.md").write_text("# Good\n\nIt is {lab}`number:05.1f`.\n")
    (folder / "chapters" / "bad.md").write_text("# Bad\n\n{lab}`one`, {lab}`two`, {lab}`three`\n")
    (folder / "chapters" / "plain.md").write_text("# Plain\n\nNo number.\n")
    (folder / "index.rst").write_text(
        "Front\n=====\n\n.. toctree::\n   :glob:\n\n   chapters/*\n   notebooks/*\n"
    )
    settings = CONF.replace("ROOT", repr(str(root)))
    (folder / "conf.py").write_text(settings, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def builds(project):
    """Build three times: from nothing, again, and after an instrument and a chapter changed."""
    outcome = [build(project), build(project)]
    slip = project / "chapters" / "slip.md"
    slip.write_text("# Slip\n\n{lab}`good::nummer` and {lab}`god::number`\n")
    (project / "notebooks" / "lab" / "number.py").write_text("NUMBER = 43\n")
    return [*outcome, build(project), build(project)]


def test_failed_lab_is_one_warning_with_cell_and_traceback(builds):
    """The report names lab and cell, shows the cell and the end of its traceback, and no more.

    The chapter that asks for the failed lab's values adds no warnings of its own.
    """
    first = builds[0]
    assert first.returncode == 1
    assert first.stderr.count("WARNING") == 1, first.stderr
    assert "lab bad: code cell 2 failed" in first.stderr
    assert "    first / 0" in first.stderr
    assert "ZeroDivisionError: division by zero" in first.stderr
    assert "\x1b" not in first.stderr
    assert len(first.stderr.splitlines()) < 25


def test_site_is_built_though_a_lab_failed(builds, project):
    assert builds
    pages = project / "build" / "html"
    assert "ZeroDivisionError" in (pages / "notebooks" / "bad.html").read_text(encoding="utf-8")
    assert "—, —, —" in (pages / "chapters" / "bad.html").read_text(encoding="utf-8")


def test_nothing_is_executed_or_read_twice(builds):
    assert lines_of(builds[1], "lab good …") == ["reused"]
    assert "FAILED" in lines_of(builds[1], "lab bad …")[0]
    assert sorted(lines_of(builds[1], "read ")) == ["chapters/bad", "notebooks/bad"]


def test_changed_instrument_runs_the_lab_again_and_renews_its_chapter(builds, project):
    assert "reused" not in lines_of(builds[2], "lab good …")[0]
    assert "chapters/good" in lines_of(builds[2], "read ")
    assert "chapters/plain" not in lines_of(builds[2], "read ")
    page = (project / "build" / "html" / "chapters" / "good.html").read_text(encoding="utf-8")
    assert "It is 043.0." in page


def test_unknown_name_is_a_warning_that_lists_the_known_ones(builds):
    assert "the lab has no value 'nummer' (nearest: number)" in builds[2].stderr
    assert "there is no lab 'god' (labs: bad, good)" in builds[2].stderr


def test_what_was_warned_of_is_warned_of_again(builds):
    """Else the next build, with nothing changed, would say that all is well."""
    assert builds[3].returncode == 1
    for text in ("no value 'nummer'", "no lab 'god'"):
        assert text in builds[3].stderr


def test_executed_lab_without_its_notebook_is_removed(tmp_path):
    old = executed_path(tmp_path, "old")
    old.parent.mkdir(parents=True)
    old.write_text("{}")
    (tmp_path / "notebooks").mkdir()

    class App:
        srcdir = tmp_path

    run.on_builder_inited(App)
    App.claimed.close()
    assert not old.exists()


class Watch:
    """Stand in for `execute`: note who runs beside whom, and in which order they begin."""

    def __init__(self, meet=None):
        self.lock, self.active, self.began, self.beside = threading.Lock(), set(), [], {}
        self.meet = meet

    def __call__(self, path):
        """Pretend to run a lab; wait for the others at the barrier if there is one."""
        with self.lock:
            self.active.add(path.stem)
            self.began.append(path.stem)
            for name in self.active:
                self.beside.setdefault(name, set()).update(self.active)
        if self.meet and path.stem.startswith("shared"):
            self.meet.wait(TIMEOUT_S)
        with self.lock:
            self.active.discard(path.stem)
        return nbformat.v4.new_notebook(), None


def test_labs_that_measure_run_alone_and_the_others_some_at_a_time(tmp_path, monkeypatch):
    for number in range(2 * run.TOGETHER):
        make_lab(tmp_path, f"shared-{number}")
    make_lab(tmp_path, "alone-1", alone=True)
    make_lab(tmp_path, "alone-2", alone=True)
    watch = Watch(threading.Barrier(run.TOGETHER))
    monkeypatch.setattr(run, "execute", watch)
    assert run.run_labs(tmp_path) == {}
    assert watch.beside["alone-1"] == {"alone-1"}
    assert watch.beside["alone-2"] == {"alone-2"}
    assert len(watch.began) == 2 * run.TOGETHER + 2


def test_new_lab_runs_first_then_the_longest_of_last_time(tmp_path, monkeypatch):
    """A lab that begins late and takes long would leave the other core idle."""
    for name, seconds in (("quick", 1.0), ("slow", 9.0), ("middling", 5.0)):
        make_lab(tmp_path, name)
        path = executed_path(tmp_path, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        last = {"key": "stale", "seconds": seconds, "error": None}
        path.write_text(json.dumps({"metadata": {"lab_run": last}}))
    make_lab(tmp_path, "new")
    watch = Watch()
    monkeypatch.setattr(run, "execute", watch)
    monkeypatch.setattr(run, "TOGETHER", 1)
    run.run_labs(tmp_path)
    assert watch.began == ["new", "slow", "middling", "quick"]


def test_lab_that_kills_its_kernel_is_told_as_a_failed_cell(tmp_path):
    path = make_lab(tmp_path, "dies", "import os", "os._exit(1)")
    notebook, error = kernel.execute(path)
    assert error["cell"] == 2
    assert "DeadKernelError" in error["traceback"]
    assert notebook.cells[2].outputs[-1].output_type == "error"


def test_temporary_files_of_a_lab_are_gone_with_its_kernel(tmp_path):
    cell = "import pathlib, tempfile; pathlib.Path('left').write_text(tempfile.mkdtemp())"
    _, error = kernel.execute(make_lab(tmp_path, "untidy", cell))
    assert error is None
    assert not os.path.exists((tmp_path / "notebooks" / "left").read_text())


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no SIGTERM that could be ignored")
def test_a_child_that_does_not_want_to_end_is_gone_with_its_kernel(tmp_path):
    cell = """
    import pathlib, subprocess, sys
    code = "import signal as s, time; s.signal(s.SIGTERM, s.SIG_IGN); print(1); time.sleep(600)"
    child = subprocess.Popen([sys.executable, "-uc", code], stdout=subprocess.PIPE)
    child.stdout.read(1)  # by now it ignores the signal
    pathlib.Path("pid").write_text(str(child.pid))
    """
    _, error = kernel.execute(make_lab(tmp_path, "stubborn", cell))
    assert error is None
    pid = int((tmp_path / "notebooks" / "pid").read_text())
    assert eventually(lambda: not is_running(pid))


def test_file_that_is_no_notebook_is_told_as_such(tmp_path):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "torn.ipynb").write_text('{"cells": [\n<<<<<<< HEAD\n')
    failures = run.run_labs(tmp_path)
    told = run.report("torn", failures["torn"])
    assert told.startswith("lab torn: it could not be run")
    assert "this is not a notebook" in told


def test_cell_that_never_ends_is_stopped(tmp_path):
    path = make_lab(tmp_path, "hangs", "import threading; threading.Event().wait()")
    _, error = kernel.execute(path, cell_timeout_s=1)
    assert error["cell"] == 1
    assert "CellTimeoutError" in error["traceback"]


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot send Ctrl-C to one process alone")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_interrupt_stops_the_kernels_and_leaves_no_half_written_file(tmp_path, root, name):
    cell = """
    import os, pathlib, time
    pathlib.Path("pid.part").write_text(str(os.getpid()))
    os.replace("pid.part", "pid")
    time.sleep(600)
    """
    make_lab(tmp_path, "long", cell)
    code = f"import sys; sys.path.insert(0, {str(root)!r})\n"
    code += "from extensions.labs import one_build, run; one_build.end_like_ctrl_c()\n"
    code += "run.run_labs('.')"
    with started(
        [sys.executable, "-c", code], cwd=tmp_path, stderr=subprocess.PIPE, text=True
    ) as process:
        pid_file = tmp_path / "notebooks" / "pid"
        assert eventually(pid_file.exists)
        process.send_signal(getattr(signal, name))
        _, complaint = process.communicate(timeout=TIMEOUT_S)
    assert "KeyboardInterrupt" in complaint
    assert eventually(lambda: not is_running(int(pid_file.read_text())))
    assert [path for path in (tmp_path / "build").rglob("*") if path.is_file()] == []


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_value_of_an_executed_lab_can_be_read_back_in_parts(builds, project):
    assert builds
    assert read_results(executed_path(project, "good")).value("number") == 43
