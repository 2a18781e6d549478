"""The stop button: whatever a cell or a check does, nothing of it goes on running.

In a real kernel, with the signal that JupyterLab sends. With --every-view, so is each cell of each
lab that does not import: many minutes.
"""

import json
import os
import queue
import re
import sys
import time
from pathlib import Path

import pytest
from children import eventually
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

from lab import check

NOTEBOOKS = Path(check.__file__).parents[1]
LIMIT_S = 90
BEGUN_S = 0.5  # a cell that has ended by then has nothing to be stopped
RUNNING = """
import json, multiprocessing, sys, threading
frames = sys._current_frames()  # up to Python 3.12, is_alive() is wrong after an interrupted join
alive = sorted(thread.name for thread in threading.enumerate() if thread.ident in frames)
children = sorted(child.name for child in multiprocessing.active_children())
print("RUNNING", json.dumps([alive, children]))
del alive, children, frames
"""
SET_UP = """
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from lab import trace, workloads
from lab.check import check
%load_ext lab.sandbox_magic
def loop():
    while True: pass
def loop_in_a_pool():
    with ThreadPoolExecutor(2) as pool:
        pool.map(lambda number: loop(), range(6))
"""
CELLS = {
    "a wait": "time.sleep(60)",
    "a loop": "loop()",
    "a pool that waits": "trace.run(lambda: ThreadPoolExecutor(2), workloads.wait_for, [0.5] * 4)",
    "processes": "with ProcessPoolExecutor(2) as pool: list(pool.map(time.sleep, [60] * 2))",
    "a sandbox": "%%sandbox outcome --limit 60\nwhile True: pass",
    "a check": "check('x exercise 1', loop, limit_s=60)",
    "a check of a pool": "check('x exercise 1', loop_in_a_pool, limit_s=60)",
}


class ThisPython(KernelManager):
    """A kernel of this interpreter."""

    @property
    def kernel_spec(self):
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=command, language="python", display_name="Python 3")


class Kernel:
    """A kernel in the folder of the labs, of which a cell can be stopped."""

    def __enter__(self):
        self.manager = ThisPython()
        self.manager.start_kernel(cwd=NOTEBOOKS, env={**os.environ, "LAB_PROGRESS": "off"})
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(LIMIT_S)
        return self

    def __exit__(self, *_):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def run(self, code, stop_after_s=None):
        """Run a cell; return what it said, and whether it was stopped."""
        sent = self.client.execute(code)
        start_s, said, stopped = time.monotonic(), [], False
        while time.monotonic() < start_s + LIMIT_S:
            if stop_after_s and not stopped and time.monotonic() > start_s + stop_after_s:
                self.manager.interrupt_kernel()
                stopped = True
            try:
                message = self.client.get_iopub_msg(timeout=0.1)
            except queue.Empty:
                continue
            if message["parent_header"].get("msg_id") != sent:
                continue
            content = message["content"]
            said += [content.get("text", ""), content.get("ename", "")]
            if content.get("execution_state") == "idle":
                return "".join(said), stopped
        raise AssertionError(f"did not end in {LIMIT_S} s, stopped: {stopped}: {code}")

    def running(self):
        """Return the names of the threads and the child processes that are alive."""
        return json.loads(self.run(RUNNING)[0].partition("RUNNING")[2])


@pytest.fixture(scope="module")
def kernel():
    with Kernel() as started:
        started.run(SET_UP)
        yield started


@pytest.mark.skipif(sys.platform == "win32", reason="there no signal reaches the children")
@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_nothing_of_a_stopped_cell_goes_on(kernel, cell):
    before = kernel.running()
    said, stopped = kernel.run(cell, BEGUN_S)
    assert stopped
    assert "KeyboardInterrupt" in said or "you stopped it" in said, said
    assert eventually(lambda: kernel.running() == before, LIMIT_S), kernel.running()
    assert "3\n" in kernel.run("print(1 + 2)")[0]


def test_what_cannot_be_ended_is_told(kernel):
    stubborn = """
import threading
def stubborn():
    threading.Event().wait()
check('x exercise 1', stubborn, limit_s=60)
"""
    said, _ = kernel.run(stubborn, BEGUN_S)
    assert "you stopped it. This could not be ended" in said


def cells_of(lab_path):
    cells = json.loads(lab_path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def test_nothing_of_any_cell_goes_on(lab_path, request):
    if not request.config.getoption("--every-view"):
        pytest.skip("only with --every-view: it runs every lab twice")
    left = []
    with Kernel() as kernel:
        for cell in cells_of(lab_path):
            if not re.search(r"^(?:from|import) ", cell, re.MULTILINE):
                before = kernel.running()
                _, stopped = kernel.run(cell, 0.1)
                if stopped and not eventually(lambda b=before: kernel.running() == b, LIMIT_S):
                    left.append(f"{cell[:80]!r} left {kernel.running()}, before {before}")
            kernel.run(cell)
    assert not left, "\n".join(left)
