"""How much memory this process has needed at most, and how much is to be had, in bytes."""

import re
import sys
from pathlib import Path

from lab.cgroup import read_text

GROUP = Path("/sys/fs/cgroup")


def peak_bytes() -> int:
    """Return the most memory that this process has had at once; 0 where nobody knows (Windows)."""
    if sys.platform == "win32":
        return 0
    import resource  # only on Linux and macOS

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def free_bytes() -> float:
    """Return what may still be used, on Linux; elsewhere infinity, because nobody knows."""
    free = re.search(r"^MemAvailable:\s+(\d+) kB", read_text(Path("/proc/meminfo")), re.MULTILINE)
    bounds = [1024 * int(free[1])] if free else []
    limit, used = read_text(GROUP / "memory.max"), read_text(GROUP / "memory.current")
    if limit.strip().isdigit() and used.strip().isdigit():
        bounds.append(int(limit) - int(used))
    return min(bounds, default=float("inf"))
