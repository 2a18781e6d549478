"""What a learner meets in JupyterLab, from the unpacked zip, in a real browser."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import urllib.request
from zipfile import ZipFile

import nbconvert
import nbformat
import pytest
from children import eventually, started

from extensions import WORKSHOP
from extensions.labs.kernel import execute

TIMEOUT_MS = 60_000
CELL = """
from lab import player, trace, workloads
from concurrent.futures import ThreadPoolExecutor as Pool
runs = {(name, kind, 1): trace.run(make, workloads.prime_steps, [10**12 + 39, 10**12 + 61])
        for name, kind, make in (("a", "one by one", None), ("a", "threads", lambda: Pool(1)))}
player.show(*runs.values(), name="runs", alt="Two runs.")
player.explore(runs, name="explorer", alt="A table of runs.")
from lab import scheduler
from lab.interleave import State, every_order
def add(state):
    state.total += 1
orders = every_order([add, add], lambda: State(total=0), lambda end: end.total == 2)
scheduler.show({"add": orders}, name="orders", alt="Two threads.")
"""


@pytest.fixture
def unpacked(built_site, tmp_path):
    with ZipFile(built_site / f"{WORKSHOP}.zip") as archive:
        archive.extractall(tmp_path)
    return tmp_path / WORKSHOP


@contextlib.contextmanager
def jupyterlab(folder):
    """Run JupyterLab in a folder, as if for the first time; give the address of its files."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = {"ip": "127.0.0.1", "port": port, "open_browser": False, "allow_root": True}
    command = [sys.executable, "-m", "jupyterlab", "--IdentityProvider.token=t"]
    command += [f"--ServerApp.{name}={value}" for name, value in options.items()]
    names = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
    own = {f"JUPYTER_{name}": str(folder / ".jupyter") for name in names}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with started(command, cwd=folder, env={**os.environ, **own}, **quiet) as server:
        address = f"http://127.0.0.1:{port}/"
        assert eventually(lambda: answers(f"{address}api"), 60)
        try:
            yield f"{address}lab/tree/{{}}?token=t"
        finally:
            server.terminate()  # it ends its kernels
            server.wait(30)


def answers(address):
    with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5) as answer:
        return answer.status == 200
    return False


def notebook_in(folder, source):
    """Write a notebook of one cell into a folder; return its path."""
    cell = {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "id": "a"}
    notebook = {"cells": [cell | {"execution_count": None}], "nbformat": 4, "nbformat_minor": 5}
    notebook["metadata"] = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    path = folder / "try.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def test_player_explorer_and_scheduler_are_alive_in_jupyterlab(unpacked, chromium):
    path = notebook_in(unpacked / "notebooks", CELL)
    with jupyterlab(unpacked / "notebooks") as address:
        page = chromium.new_page()
        page.goto(address.format(path.name), timeout=TIMEOUT_MS)
        page.get_by_text("| Idle").wait_for(timeout=TIMEOUT_MS)  # the kernel is there
        page.locator(".jp-Notebook .cm-content").first.click(timeout=TIMEOUT_MS)
        page.keyboard.press("Control+Enter")
        play = page.locator("timeline-player:defined button").first
        play.click(timeout=TIMEOUT_MS)
        assert "Pause" in play.inner_text()
        assert not page.locator("img.lab-still").is_visible()
        chosen = page.locator("pool-explorer:defined .explorer-result")
        chosen.filter(has_text="cores").wait_for(timeout=TIMEOUT_MS)
        page.locator("thread-scheduler:defined").get_by_text("Step A").click(timeout=TIMEOUT_MS)
        page.keyboard.press("b")  # in JupyterLab, it inserts a cell
        assert page.locator("thread-scheduler .scheduler-steps li").count() == 2
        assert page.locator(".jp-Notebook .jp-Cell").count() == 1
        page.close()


@pytest.fixture
def executed(unpacked):
    """Return the path of a notebook with outputs that no JupyterLab here has signed."""
    path = notebook_in(unpacked / "notebooks", CELL)
    notebook, error = execute(path)
    assert error is None, error
    nbformat.write(notebook, path)
    return path


def test_outputs_that_are_not_trusted_show_a_picture_and_no_stray_words(executed, chromium):
    with jupyterlab(executed.parent) as address:
        page = chromium.new_page()
        page.goto(address.format(executed.name), timeout=TIMEOUT_MS)
        still = page.locator(".jp-OutputArea img.lab-still")
        still.wait_for(state="visible", timeout=TIMEOUT_MS)
        assert still.evaluate("image => image.decode().then(() => image.naturalWidth)") > 300
        assert page.locator(".lab-figure svg").count() == 0, "it would be trusted"
        assert "worker" not in page.locator(".lab-figure").first.inner_text()
        page.get_by_text("| Idle").wait_for(timeout=TIMEOUT_MS)  # else its kernel is hard to end
        page.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["alive", "without scripts"])
def test_an_export_shows_each_figure_once(executed, chromium, tmp_path, scripts):
    """As HTML it is the live one; what takes no HTML, such as LaTeX, finds a PNG."""
    html, _ = nbconvert.HTMLExporter().from_filename(str(executed))
    (tmp_path / "export.html").write_text(html, encoding="utf-8")
    page = chromium.new_page(java_script_enabled=scripts)
    page.route("https://**", lambda route: route.abort())  # of nbconvert's own template
    page.goto((tmp_path / "export.html").as_uri())
    figure = page.locator("figure.lab-figure").first
    assert figure.locator("svg").first.is_visible()
    assert not figure.locator("img.lab-still").is_visible()
    if scripts:
        page.locator("timeline-player:defined").first.wait_for(timeout=TIMEOUT_MS)
    page.close()
    outputs = json.loads(executed.read_text(encoding="utf-8"))["cells"][0]["outputs"]
    assert any("image/png" in output.get("data", {}) for output in outputs)
