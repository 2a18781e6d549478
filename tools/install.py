"""Install the lock into a new environment, with pip kept quiet and its progress shown.

Pip's own output goes to a log inside the environment. What the user sees is one line of progress
and, when something fails, one sentence.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

POLL_S = 0.25
STOP_TIMEOUT_S = 5.0
FILES = ("made-from", "made-with", "install.log")
# What would install other things, or elsewhere. Settings that say how packages are reached from
# here (index, proxy, certificate) stay as the user has them.
ASTRAY = ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_PYTHON", "PIP_REQUIREMENT", "PIP_LOG")
FULL, FULL_BYTES = "No space left on device", 10_000_000
# Words in pip's log and the sentence they call for; the first row that matches counts.
CAUSES = [
    (
        ["DO NOT MATCH THE HASHES"],
        "A downloaded package is not the one that the lock names, so it was not installed. "
        "Run the same command again; if that does not help, look at your package index.",
    ),
    (
        [FULL, "Disk quota exceeded"],
        "The disk is full. Make room, then run the same command again.",
    ),
    (
        ["NewConnectionError", "NameResolutionError", "ProxyError", "ConnectTimeoutError",
         "ReadTimeoutError", "Failed to establish a new connection", "Network is unreachable",
         "Max retries exceeded", "Connection broken", "Connection aborted"],
        "The packages could not be downloaded: no package index answers. "
        "Connect to the network, then run the same command again.",
    ),
    (
        ["No matching distribution found", "Failed building wheel", "Failed to build"],
        "A package is not to be had for this Python and system. "
        "Use one of the usual Pythons, 3.11 to 3.15.",
    ),
]  # fmt: skip


class Failed(Exception):
    """The environment could not be made; its text is the sentence to show."""


def explain(log_text, log_path):
    for words, sentence in CAUSES:
        if any(word in log_text for word in words):
            return f"{sentence} (Log: {log_path})"
    return f"The environment could not be made; the log says why: {log_path}"


def log_of(log_path):
    """Return the text of a log, and that the disk is full, for then the log may lack it."""
    text = log_path.read_text(encoding="utf-8", errors="replace")
    return text + FULL if shutil.disk_usage(log_path.parent).free < FULL_BYTES else text


def settings():
    """Return the environment variables for pip: the user's, but for those that lead it astray."""
    kept = {k: v for k, v in os.environ.items() if k not in ASTRAY and not k.startswith("PYTHON")}
    # The lock alone says what to install: a constraint without hashes could only break it.
    return kept | {"PIP_USER": "0", "PIP_CONSTRAINT": os.devnull}


def stop(child):
    """End `child`, politely first, and wait until it is gone."""
    child.terminate()
    try:
        child.wait(STOP_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def run_logged(command, log_path, progress=lambda: None):
    """Run `command` with its output in `log_path`, calling `progress` now and then.

    Return its exit status. The child is gone when this returns or raises.
    """
    with open(log_path, "ab") as log:
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=settings()
        )
        try:
            while child.poll() is None:
                progress()
                time.sleep(POLL_S)
        finally:
            if child.poll() is None:
                stop(child)
    return child.returncode


class Progress:
    """Show how far the install is, in one line that rewrites itself (in a log: a few lines)."""

    def __init__(self, venv, log_path, expected):
        """Watch pip's log and the packages in `venv`; about `expected` packages will come."""
        self.venv, self.log_path, self.expected = venv, log_path, expected
        self.live = sys.stdout.isatty()
        self.shown = None

    def __call__(self):
        """Print the state if it has changed enough to tell."""
        log = self.log_path.read_bytes()
        fetched = log.count(b"\nCollecting ") + log.count(b"\nProcessing ")
        installed = sum(1 for _ in self.venv.glob("[Ll]ib/**/site-packages/*.dist-info"))
        step = (fetched, installed) if self.live else (fetched // 50, installed // 50)
        if step != self.shown:
            self.shown = step
            text = f"  {fetched} packages found, {installed} of about {self.expected} installed"
            print(f"\r{text}" if self.live else text, end="" if self.live else "\n", flush=True)

    def end(self):
        """Leave the line that rewrites itself."""
        if self.live:
            print(flush=True)


def make(venv, python, venv_python, lock):
    """Make the environment `venv` with the interpreter `python` and install the file `lock` in it.

    `venv_python` is the path of its Python to be. If a folder `packages` lies beside the lock (from
    a stick, where there is no internet), packages come from there and from nowhere else. Raise
    Failed, with the sentence to show, when it cannot be done. The caller writes the stamp; until
    then the environment counts as unfinished.
    """
    venv = Path(venv)
    venv.mkdir()
    for name in FILES:
        (venv / name).touch()  # even a half-made folder is known as ours
    log_path = venv / FILES[-1]
    if run_logged([python, "-I", "-m", "venv", venv], log_path) != 0:
        raise Failed(explain(log_of(log_path), log_path))
    lines = Path(lock).read_text(encoding="utf-8").splitlines()
    expected = len({line.split("==")[0] for line in lines if "==" in line})
    progress = Progress(venv, log_path, expected)
    pip = [venv_python, "-I", "-m", "pip", "install", "--require-hashes", "--prefer-binary"]
    pip += ["--disable-pip-version-check", "--no-input", "--progress-bar=off", "--retries=3"]
    packages = Path(lock).parent / "packages"
    if packages.is_dir():
        pip += ["--no-index", "--find-links", packages]
    status = run_logged([*pip, "-r", lock], log_path, progress)
    progress.end()
    if status != 0:
        raise Failed(explain(log_of(log_path), log_path))
    # The Makefile reads this, so that the interpreter stays the one that was chosen.
    (venv / "made-with").write_text(python.replace(os.sep, "/"), encoding="utf-8")
