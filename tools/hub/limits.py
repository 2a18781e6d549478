"""Give each learner's processes a control group of their own, with limits; end all in it.

Memory and processes have limits; of the cores, each group that wants them gets an equal share.

Both kinds of control groups are known: version 2, which systems of today have, and version 1. A
system without either has no such limits: `missing()` says so, and the hub says it at its start.
"""

import contextlib
import os
import signal
import time
from pathlib import Path

ROOT = Path("/sys/fs/cgroup")
QUEUE = Path("/run/labs-measure")  # whoever measures holds it; only root puts files into /run
CONTROLLERS = ("memory", "pids", "cpu")


def number(variable: str, usual: int) -> int:
    """Return the whole number that a variable of the environment gives, or the usual one."""
    text = os.environ.get(variable, str(usual))
    if not text.isdecimal() or not int(text):
        raise SystemExit(f"{variable}={text}: a whole number above 0 is meant, such as {usual}.")
    return int(text)


MEMORY_BYTES = number("HUB_MEMORY_MB", 1500) << 20
PROCESSES = number("HUB_PROCESSES", 250)  # threads count as well
FILE_BYTES = number("HUB_FILE_MB", 1000) << 20  # of one file
IDLE_S = number("HUB_IDLE_S", 1800)


def version() -> int:
    """Return 2 or 1, or 0 where groups cannot be made."""
    if not os.access(ROOT, os.W_OK):
        return 0
    if (ROOT / "cgroup.controllers").exists():
        return 2
    return int(all((ROOT / kind).is_dir() for kind in CONTROLLERS))


def missing() -> str:
    """Return a sentence about limits that this system does not have, or ""."""
    if version():
        return ""
    return (
        "This system lets the hub set no limits of memory, processes and cores: "
        "one learner can take all."
    )


def folders(name: str) -> list[Path]:
    """Return the folders that are a learner's group: one, or with version 1 one a controller."""
    if version() == 2:
        return [ROOT / "labs" / name]
    return [ROOT / kind / "labs" / name for kind in CONTROLLERS] if version() else []


def make(name: str) -> None:
    """Make a learner's group, or renew its limits."""
    if version() == 2:
        (ROOT / "labs").mkdir(exist_ok=True)
        for folder in (ROOT, ROOT / "labs"):
            (folder / "cgroup.subtree_control").write_text("+" + " +".join(CONTROLLERS))
    for folder in folders(name):
        folder.mkdir(parents=True, exist_ok=True)
        limits = {"memory.max": MEMORY_BYTES, "memory.limit_in_bytes": MEMORY_BYTES}
        for file, limit in (limits | {"pids.max": PROCESSES}).items():
            if (folder / file).exists():
                (folder / file).write_text(str(limit))


def enter(name: str) -> None:
    """Put this process, and all that it will start, into a learner's group."""
    for folder in folders(name):
        (folder / "cgroup.procs").write_text("0")


def members(name: str) -> set[int]:
    """Return the ids of a learner's processes."""
    ids = set()
    for folder in folders(name):
        with contextlib.suppress(FileNotFoundError):
            ids.update(map(int, (folder / "cgroup.procs").read_text().split()))
    return ids


def end(name: str, within_s: float = 5) -> set[int]:
    """End all of a learner's processes and remove the group; return the ids of what is left."""
    for folder in folders(name):
        if (folder / "pids.max").exists():
            (folder / "pids.max").write_text("0")  # none starts another while they are ended
    until_s = time.monotonic() + within_s
    while (left := members(name)) and time.monotonic() < until_s:
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)
    for folder in folders(name):
        with contextlib.suppress(OSError):
            folder.rmdir()
    return left
