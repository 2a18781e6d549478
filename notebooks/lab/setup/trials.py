"""Try in a child process what could hang or crash: pools, packages and the kernel.

`main("processes", "spawn")` is what such a child calls. It prints what it found and exits with 0,
or says why not and exits with 1. Runs on Python 3.8 too.
"""

from __future__ import annotations

import contextlib
import importlib
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from lab.setup.causes import HIDDEN, cause_in, reason_of
from lab.setup.names import NOTEBOOKS, is_hidden_from_children

# The labs come last on the path: a learner's queue.py is told once, and spoils no other trial.
CHILD = """
import sys
if sys.path[:1] == [""]:
    del sys.path[0]
sys.path.append({labs!r})
from lab.setup.trials import main
sys.exit(main(*sys.argv[1:]))
"""
WORKERS = 2
MEETING_TIMEOUT_S = 40


class Failed(Exception):
    """A trial went wrong; its text is the reason, in a few words without any path."""


def run_trial(*arguments: str, limit_s: float = 90.0) -> str:
    """Run one trial in a child of this interpreter and return what it printed last.

    Raises Failed, also when the child does not end within `limit_s` seconds; it is then killed
    with the processes it started (on Windows, those are left to find out by themselves).
    """
    if not sys.executable:
        raise Failed("this Python does not know where its own program is")
    try:
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD.format(labs=str(NOTEBOOKS)), *arguments],
            cwd=NOTEBOOKS,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
    except OSError as error:
        raise Failed(reason_of(error)) from None
    try:
        printed, complaints = child.communicate(timeout=limit_s)
    except subprocess.TimeoutExpired:
        raise Failed(f"no answer within {limit_s:g} s") from None
    finally:
        kill(child)
    last = printed.strip().rpartition("\n")[2]
    if child.returncode != 0:
        raise Failed(why(last, complaints, child.returncode))
    return last


def why(said: str, complaints: str, status: int) -> str:
    """Return why a child failed: what it said, and the cause that its error stream names."""
    ended = f"it was ended by signal {-status}" if status < 0 else f"exit status {status}"
    reason = said if status > 0 and said else ended
    found = HIDDEN if is_hidden_from_children() else cause_in(f"{complaints}\n{ended}")
    return f"{reason}: {found.name}" if found and ": " not in reason else reason


def kill(child: subprocess.Popen) -> None:
    """End what is left of a trial, and wait until the child itself is gone."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(OSError):  # nothing is left
            os.killpg(child.pid, signal.SIGKILL)
    child.kill()
    child.stdout.close()
    child.stderr.close()
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


def try_imports(*names: str) -> str:
    """Import packages: one made for another computer is installed, but cannot be imported."""
    for name in names:
        try:
            importlib.import_module(name)
        except BaseException as error:
            raise Failed(f"{name} cannot be imported ({type(error).__name__})") from None
    return "all there"


def try_kernel() -> str:
    """Start the kernel that the labs ask for and have it say which Python it belongs to."""
    from jupyter_client.manager import start_new_kernel

    answers = []
    manager, client = start_new_kernel(kernel_name="python3")
    try:
        code = "import sys, lab; print(sys.prefix)"
        client.execute_interactive(code, timeout=MEETING_TIMEOUT_S, output_hook=answers.append)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    text = "".join(m["content"].get("text", "") for m in answers)
    if any(m["msg_type"] == "error" for m in answers):
        raise Failed("the kernel does not find the folder lab beside the labs")
    if os.path.realpath(text.strip()) != os.path.realpath(sys.prefix):
        raise Failed("the kernel named python3 belongs to another Python")
    return "the kernel computes"


TRIALS = {
    "threads": try_threads,
    "processes": try_processes,
    "imports": try_imports,
    "kernel": try_kernel,
}


def main(name: str, *arguments: str) -> int:
    """Run one trial in this process; print its outcome and return the exit status."""
    try:
        print(TRIALS[name](*arguments))
    except Failed as failed:
        print(failed)
        return 1
    except Exception as error:
        print(reason_of(error))
        return 1
    return 0
