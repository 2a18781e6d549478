"""Let very many things wait at the same moment, in threads or in one event loop: time and memory.

    python -m lab.many_waits threads 1000

prints what it took as JSON. Each run has a process of its own, so that its memory is not mixed up
with anybody else's. Run it in the folder notebooks/.
"""

import asyncio
import contextlib
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

LIMIT_S = 60.0


def memory_kb() -> int | None:
    """Return the memory that this process has in use; None where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return _most_memory_kb()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


def _most_memory_kb() -> int | None:
    """Return the most memory that this process ever had, which macOS tells in bytes."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def in_threads(count: int, note: Callable[[str], None]) -> int:
    """Let `count` threads wait for one Event; return how many the system allowed."""
    gate, here = threading.Event(), []

    def wait() -> None:
        here.append(True)
        gate.wait(LIMIT_S)

    note("empty")
    calls = []
    with ThreadPoolExecutor(count) as pool:
        with contextlib.suppress(RuntimeError, MemoryError):  # no more threads: then fewer wait
            for _ in range(count):
                calls.append(pool.submit(wait))
        while len(here) < len(calls):
            time.sleep(0.001)
        waited = len(here)
        note("all wait")
        gate.set()
    note("done")
    return waited


async def in_a_loop(count: int, note: Callable[[str], None]) -> int:
    """Let `count` tasks of one loop wait for one Event, and return how many did."""
    gate, here = asyncio.Event(), []

    async def wait() -> None:
        here.append(True)
        await gate.wait()

    note("empty")
    async with asyncio.timeout(LIMIT_S), asyncio.TaskGroup() as group:
        for _ in range(count):
            group.create_task(wait())
        while len(here) < count:
            await asyncio.sleep(0.001)
        note("all wait")
        gate.set()
    note("done")
    return len(here)


def measured(kind: str, count: int) -> dict:
    """Return what it takes to let `count` "threads" or "asyncio" tasks wait, in this process."""
    at_s, memory = {}, {}

    def note(what: str) -> None:
        at_s[what], memory[what] = time.perf_counter(), memory_kb()

    threads = kind == "threads"
    waited = in_threads(count, note) if threads else asyncio.run(in_a_loop(count, note))
    kb = memory["all wait"] and memory["all wait"] - memory["empty"]
    took = {"begin_s": at_s["all wait"] - at_s["empty"], "end_s": at_s["done"] - at_s["all wait"]}
    return {"kind": kind, "count": count, "waited": waited, **took, "kb": kb}


def in_a_process(kind: str, count: int) -> dict:
    """Return what `measured` says in a fresh process.

    Raises CalledProcessError if that ends badly, TimeoutExpired if it takes too long.
    """
    command = [sys.executable, "-m", "lab.many_waits", kind, str(count)]
    folder = Path(__file__).parents[1]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=2 * LIMIT_S, check=True
    )
    return json.loads(done.stdout)


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1], int(sys.argv[2]))))
