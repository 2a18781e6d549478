"""Try in a child process what could hang or crash: pools and the kernel. Runs on Python 3.8 too.

    python -m lab.setup.trials processes spawn

is such a child. It prints what it found and exits with 0, or says why not and exits with 1.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

NOTEBOOKS = Path(__file__).resolve().parents[2]
WORKERS = 2
MEETING_TIMEOUT_S = 40


class Failed(Exception):
    """A trial went wrong; its text is the reason, in a few words without any path."""


def run_trial(*arguments: str, limit_s: float = 90.0) -> str:
    """Run one trial in a child of this interpreter and return what it printed last.

    Raises Failed, also when the child does not end within `limit_s` seconds; it is then killed
    with the processes it started (on Windows, those are left to find out by themselves).
    """
    child = subprocess.Popen(
        [sys.executable, "-m", "lab.setup.trials", *arguments],
        cwd=NOTEBOOKS,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )
    try:
        printed, _ = child.communicate(timeout=limit_s)
    except subprocess.TimeoutExpired:
        raise Failed(f"no answer within {limit_s:g} s") from None
    finally:
        kill(child)
    last = printed.strip().rpartition("\n")[2]
    if child.returncode != 0:
        raise Failed(last or f"it ended with exit status {child.returncode}")
    return last


def kill(child: subprocess.Popen) -> None:
    """End what is left of a trial, and wait until the child itself is gone."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(OSError):  # nothing is left
            os.killpg(child.pid, signal.SIGKILL)
    child.kill()
    child.stdout.close()
    child.wait()


def try_threads() -> str:
    """Have two threads of a pool meet, which takes both at once."""
    meeting = threading.Barrier(WORKERS)
    with ThreadPoolExecutor(WORKERS) as pool:
        futures = [pool.submit(meeting.wait, MEETING_TIMEOUT_S) for _ in range(WORKERS)]
        for future in futures:
            future.result()
    return "two threads worked side by side"


def try_processes(method: str) -> str:
    """Have a pool of processes, started by `method`, compute something."""
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(WORKERS, mp_context=context) as pool:
        if sum(pool.map(abs, (-20, -22))) != 42:
            raise Failed("a process gave a wrong result")
    return "processes compute"


def try_kernel() -> str:
    """Start the kernel that the labs ask for and have it say which Python it belongs to."""
    from jupyter_client.manager import start_new_kernel

    answers = []
    manager, client = start_new_kernel(kernel_name="python3", stderr=subprocess.DEVNULL)
    try:
        code = "import sys; print(sys.prefix)"
        client.execute_interactive(
            code, timeout=MEETING_TIMEOUT_S, output_hook=lambda message: answers.append(message)
        )
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    text = "".join(m["content"].get("text", "") for m in answers)
    if os.path.realpath(text.strip()) != os.path.realpath(sys.prefix):
        raise Failed("the kernel named python3 belongs to another Python")
    return "the kernel computes"


TRIALS = {"threads": try_threads, "processes": try_processes, "kernel": try_kernel}


def main(name: str, *arguments: str) -> int:
    """Run one trial in this process; print its outcome and return the exit status."""
    try:
        print(TRIALS[name](*arguments))
    except Failed as failed:
        print(failed)
        return 1
    except Exception as error:
        # An OSError's own text may name a file, its reason does not.
        reason = getattr(error, "strerror", None)
        print(type(error).__name__ + (f": {reason}" if reason else ""))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
