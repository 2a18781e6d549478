"""Check the computer: pools, cores, memory. Runs on Python 3.8 too."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
from functools import partial
from pathlib import Path

from lab.setup.causes import cure_for
from lab.setup.report import LOOK, MEND, OK, Finding
from lab.setup.trials import Failed, run_trial

GB = 1e9  # bytes
LITTLE_GB, TOO_LITTLE_GB = 3, 1.2  # JupyterLab, a browser's tab, a kernel and four workers
CGROUP_LIMITS = ("memory.max", "memory/memory.limit_in_bytes")  # versions 2 and 1


def check_threads() -> Finding:
    """See whether a pool of threads works."""
    try:
        return Finding(OK, "threads", run_trial("threads"))
    except Failed as failed:
        otherwise = "restart the computer, or allow more processes for your account (ulimit -u)."
        return Finding(MEND, "threads", str(failed), cure_for(str(failed), otherwise))


def check_processes(method: str) -> Finding:
    """See whether a pool of processes works that are started by `method`."""
    usual = multiprocessing.get_all_start_methods()[0]
    name = f"processes by {method}" + (" (the usual way)" if method == usual else "")
    try:
        return Finding(OK, name, run_trial("processes", method))
    except Failed as failed:
        otherwise = (
            "allow this Python to start programs (a virus scanner or a sandbox may forbid it); "
            "in a container, let it write to /dev/shm."
        )
        level = MEND if method == usual else LOOK
        return Finding(level, name, str(failed), cure_for(str(failed), otherwise))


def check_cores() -> Finding:
    """Count the cores that may be used here: affinity, and a container's quota."""
    cores = usable_cores()
    if cores > 1:
        return Finding(OK, "cores", f"{cores} usable")
    cure = "give this container or virtual machine a second core, if you can."
    found = "1 usable, so computing in parallel cannot be shown; the labs say so where it matters"
    return Finding(LOOK, "cores", found, cure)


def usable_cores() -> int:
    """Return what the labs will count, or on an older Python the next best."""
    try:
        from lab import machine
    except (ImportError, TypeError, SyntaxError):  # written for Python 3.11
        affinity = getattr(os, "sched_getaffinity", None)
        return len(affinity(0)) if affinity else os.cpu_count() or 1
    return machine.usable_cores()


def check_memory() -> Finding:
    """See whether there is enough memory for JupyterLab and a few worker processes."""
    size_bytes = memory_bytes()
    if size_bytes is None:
        return Finding(OK, "memory", "this system does not say how much")
    found = f"{size_bytes / GB:.1f} GB"
    if size_bytes >= LITTLE_GB * GB:
        return Finding(OK, "memory", found)
    level = MEND if size_bytes < TOO_LITTLE_GB * GB else LOOK
    cure = f"close other programs, or give this container or virtual machine {LITTLE_GB} GB."
    return Finding(level, "memory", found + ", which is little", cure)


def memory_bytes(cgroup: Path = Path("/sys/fs/cgroup")) -> int | None:
    """Return the size of this computer's memory, or of the part that a container may use."""
    sizes = [_windows_memory_bytes() if os.name == "nt" else _posix_memory_bytes()]
    for name in CGROUP_LIMITS:
        with contextlib.suppress(OSError, ValueError):  # no such limit, or "max"
            sizes.append(int(cgroup.joinpath(name).read_text()))
    return min((size for size in sizes if size), default=None)


def _posix_memory_bytes() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return None


def _windows_memory_bytes() -> int | None:
    """Ask Windows, which counts in KiB."""
    import ctypes  # some Pythons lack it, elsewhere than on Windows

    size_kib = ctypes.c_ulonglong()
    done = ctypes.windll.kernel32.GetPhysicallyInstalledSystemMemory(ctypes.byref(size_kib))
    return size_kib.value * 1024 if done else None


CHECKS = [
    ("threads", check_threads),
    *(
        (f"processes by {method}", partial(check_processes, method))
        for method in multiprocessing.get_all_start_methods()
    ),
    ("cores", check_cores),
    ("memory", check_memory),
]
