"""Install the lock into a new environment, with pip kept quiet and its progress shown.

Pip's own output goes to a log inside the environment. What the user sees is one line of progress
and, when something fails, one sentence.
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import stick
from install_causes import LACKS, explain, log_of

POLL_S = 0.25
STOP_TIMEOUT_S = 5.0
FILES = ("made-from", "made-with", "install.log")
# What would install other things, or elsewhere. Settings that say how packages are reached from
# here (index, proxy, certificate) stay as the user has them.
ASTRAY = ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_PYTHON", "PIP_REQUIREMENT", "PIP_LOG")


class Failed(Exception):
    """The environment could not be made; its text is the sentence to show."""


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
            text = f"  {fetched} packages found, {installed} of at most {self.expected} installed"
            print(f"\r{text}" if self.live else text, end="" if self.live else "\n", flush=True)

    def end(self):
        """Leave the line that rewrites itself."""
        if self.live:
            print(flush=True)


# Each kernel says which cell to run first: see notebooks/lab/after_cell.py.
KERNEL_CONFIG = """\
c.InteractiveShellApp.exec_lines = [
    "__import__('importlib.util').util.find_spec('lab')"
    " and get_ipython().extension_manager.load_extension('lab.after_cell')"
]
"""


def make(venv, python, venv_python, lock):
    """Make the environment `venv` with the interpreter `python` and install the file `lock` in it.

    `venv_python` is the path of its Python to be. Raise Failed, with the sentence to show, when it
    cannot be done. The caller writes the stamp; until then the environment counts as unfinished.
    """
    venv = Path(venv)
    venv.mkdir()
    for name in FILES:
        (venv / name).touch()  # even a half-made folder is known as ours
    log_path = venv / FILES[-1]
    if run_logged([python, "-I", "-m", "venv", venv], log_path) != 0:
        raise Failed(explain(log_of(log_path), log_path))
    install(venv, venv_python, Path(lock), log_path)
    config = venv / "etc" / "ipython" / "ipython_config.py"
    config.parent.mkdir(parents=True)
    config.write_text(KERNEL_CONFIG, encoding="utf-8")
    # The Makefile reads this, so that the interpreter stays the one that was chosen.
    (venv / "made-with").write_text(python.replace(os.sep, "/"), encoding="utf-8")


def install(venv, venv_python, lock, log_path):
    """Install the lock from the folder `packages` beside it, else from the internet.

    The folder comes from a stick, and may hold packages for other Pythons and systems alone. Raise
    Failed where neither has what the lock names.
    """
    text = lock.read_text(encoding="utf-8")
    if lock.name != "requirements.txt" and (labs := lock.with_name("requirements.txt")).exists():
        text += labs.read_text(encoding="utf-8")
    expected = len(set(re.findall(r"^([\w.-]+)==", text, re.MULTILINE)))
    progress = Progress(venv, log_path, expected)
    pip = [venv_python, "-I", "-m", "pip", "install", "--require-hashes", "--prefer-binary"]
    pip += ["--disable-pip-version-check", "--no-input", "--progress-bar=off", "--retries=3"]
    packages = lock.parent / "packages"
    ways = [[]]
    if packages.is_dir():
        ways = [["--no-index", "--find-links", packages], ["--find-links", packages]]
    for way in ways:
        status = run_logged([*pip, *way, "-r", lock], log_path, progress)
        progress.end()
        if status == 0:
            return
        if "--no-index" in way and LACKS in log_of(log_path):
            print(f"  {stick.told(packages)} Now from the internet:", flush=True)
            continue
        raise Failed(explain(log_of(log_path), log_path))
