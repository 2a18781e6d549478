"""Execute one notebook in a fresh kernel of this interpreter.

Safe to use from several threads at once; every kernel that runs is known to `stop_all`.
"""

import contextlib
import logging
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading

import nbformat
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

CELL_TIMEOUT_S = 60
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_log = logging.getLogger("nbclient")
_log.setLevel(logging.CRITICAL)  # what it has to say is in the record of the failure
_running = set()
_running_lock = threading.Lock()
_stopping = threading.Event()


class ThisPython(AsyncKernelManager):
    """Start kernels of this very interpreter, whatever kernels the user has installed."""

    @property
    def kernel_spec(self):
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=command, language="python", display_name="Python 3")


def execute(notebook_path, cell_timeout_s=CELL_TIMEOUT_S, first_cell=None):
    """Read a notebook and run it as `execute_notebook` does, in its own folder.

    `first_cell` is code to run before the lab's own; it counts as a cell.
    """
    try:
        notebook = nbformat.read(notebook_path, as_version=4)
    except Exception as problem:  # a reader of foreign files raises many kinds
        text = f"this is not a notebook: {problem}"
        return nbformat.v4.new_notebook(), {"cell": 0, "source": "", "traceback": text}
    if first_cell:
        notebook.cells.insert(0, nbformat.v4.new_code_cell(first_cell))
    return execute_notebook(notebook, notebook_path.parent, cell_timeout_s)


def execute_notebook(notebook, folder, cell_timeout_s=CELL_TIMEOUT_S):
    """Run the notebook's cells, in a folder, up to the end or to the first error.

    Returns the notebook with its outputs, and None or a dict that describes the failure:
    `cell` (number of the code cell, from 1), `source` and `traceback`, all plain text.
    Raises an exception when `stop_all` has been called meanwhile.
    """
    reached = []
    client = NotebookClient(
        notebook,
        log=_log,
        timeout=cell_timeout_s,
        kernel_manager_class=ThisPython,
        resources={"metadata": {"path": str(folder)}},
        # Asked to end, a kernel waits in vain for a fork server's helper, which ignores SIGTERM.
        shutdown_kernel="immediate",
        on_cell_start=lambda cell, cell_index: _go_on(reached, cell),
    )
    try:
        _execute(client)
    except Exception as problem:  # whatever stops a lab is to be told, not to stop the build
        if _stopping.is_set():
            raise
        return notebook, _describe(notebook, reached, problem)
    return notebook, None


def _go_on(reached, cell):
    """Note which cell is about to run, unless the build is being stopped."""
    if _stopping.is_set():
        raise InterruptedError("the build is being stopped")
    reached.append(cell)


def _execute(client):
    """Run the client with a folder of its own for settings and for what its lab leaves behind.

    No user's start-up file takes part, and no temporary file stays.
    """
    leaders = []
    client.on_notebook_start = lambda notebook: leaders.append(client.km.provisioner.pid)
    with _running_lock:
        _running.add(client)
    try:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            ours = dict.fromkeys(["IPYTHONDIR", "TMPDIR", "TEMP", "TMP"], folder)
            ours["LAB_PROGRESS"] = "off"  # what a build solves is no learner's progress
            # The kernel's own chatter is of no use: cells' output travels another way.
            client.execute(env={**os.environ, **ours}, stderr=subprocess.DEVNULL)
    finally:
        with _running_lock:
            _running.discard(client)
        for pid in leaders:
            _signal_group(pid, "SIGTERM")  # what a stuck lab left behind, a pool's workers say


def _signal_group(pid, signal_name):
    """Send a signal to a kernel, which leads a group of its own, and all that it started."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, getattr(signal, signal_name))


def _describe(notebook, reached, problem):
    """Return the record of a failure, and make sure that the notebook shows it too."""
    if not reached:
        text = f"the kernel did not start: {problem}"
        return {"cell": 0, "source": "", "traceback": text}
    cell = reached[-1]
    code_cells = [c for c in notebook.cells if c.cell_type == "code"]
    if not isinstance(problem, CellExecutionError):
        # Timed out or lost its kernel: that is the reason, whatever the cell had to say.
        name = type(problem).__name__
        text = [*str(problem).strip().splitlines(), "no message"][0]
        error = nbformat.v4.new_output("error", ename=name, evalue=text)
        error.traceback = [f"{name}: {text}"]
        cell.outputs.append(error)
    errors = [output for output in cell.outputs if output.output_type == "error"]
    traceback = "\n".join(line for output in errors for line in output.traceback)
    return {
        "cell": code_cells.index(cell) + 1,
        "source": cell.source,
        "traceback": _ANSI.sub("", traceback),
    }


def stop_all():
    """Kill every kernel that is running, with the processes it started; let none start again."""
    _stopping.set()
    with _running_lock:
        clients = list(_running)
    for client in clients:
        process = getattr(getattr(client.km, "provisioner", None), "process", None)
        if process is not None:
            _signal_group(process.pid, "SIGKILL")
            process.kill()
