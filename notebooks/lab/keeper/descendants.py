"""Find the processes that belong together, on Linux and macOS."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator


def below(ancestor: int) -> set[int]:
    """Return the ids of all processes that descend from a process."""
    parents = dict(_linux_parents() if sys.platform == "linux" else _ps_parents())
    found: set[int] = set()
    while more := {pid for pid, up in parents.items() if up in found | {ancestor}} - found:
        found |= more
    return found


def _linux_parents() -> Iterator[tuple[int, int]]:
    """Yield every process of this machine with its parent."""
    for name in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError), open(f"/proc/{name}/stat", "rb") as stat:
            yield int(name), int(stat.read().rpartition(b")")[2].split()[1])


def _ps_parents() -> Iterator[tuple[int, int]]:
    """Yield the same where there is no /proc."""
    with subprocess.Popen(["ps", "-A", "-o", "pid=,ppid="], stdout=subprocess.PIPE) as listing:
        lines = listing.stdout.read().splitlines()
    for pid, parent in map(bytes.split, lines):
        if int(pid) != listing.pid:
            yield int(pid), int(parent)


def living_in(folder: str) -> set[int]:
    """Return all processes that work in a folder or got it for their temporary files (on Linux)."""
    found = set()
    for name in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError), open(f"/proc/{name}/environ", "rb") as environment:
            here = os.readlink(f"/proc/{name}/cwd")
            if folder.encode() in environment.read() or f"{here}/".startswith(f"{folder}/"):
                found.add(int(name))
    return found.union(*map(below, found)) - {os.getpid()}


def is_tracker(pid: int) -> bool:
    """Say whether a process is multiprocessing's resource tracker (on Linux)."""
    with contextlib.suppress(OSError), open(f"/proc/{pid}/cmdline", "rb") as command:
        return b"resource_tracker import main" in command.read()
    return False
