"""Run other programs: never for ever, and never longer than this one lives."""

import os
import resource
import signal
import subprocess
import time

LIMIT_S = 900


class Failed(Exception):
    """A program did not do what it was started for; the text says how it ended."""


def run(command, cwd=None, limit_s=LIMIT_S, **settings):
    """Run a command to its end, with all that it starts; return what it printed.

    Raises Failed with the last lines it wrote when it fails or takes too long.
    """
    child = subprocess.Popen(
        [str(part) for part in command], cwd=cwd, start_new_session=True, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **settings,
    )  # fmt: skip
    try:
        out, err = child.communicate(timeout=limit_s)
    except BaseException as problem:
        os.killpg(child.pid, signal.SIGKILL)
        child.communicate()
        if not isinstance(problem, subprocess.TimeoutExpired):
            raise
        raise Failed(f"{command[0]} took more than {limit_s} s") from None
    if child.returncode != 0:
        raise Failed(" | ".join((err or out).strip().splitlines()[-3:]) or "it failed silently")
    return out


def seconds(command, **settings):
    """Return how long a command takes, in seconds."""
    started = time.perf_counter()
    run(command, **settings)
    return time.perf_counter() - started


def cpu_seconds(command, **settings):
    """Return the processor time of a command and of all that it started, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run(command, **settings)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
