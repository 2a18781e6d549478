"""Find out what newer Pythons can do with a loop, and keep the record for older ones.

    python3.15 -m lab.loop_record results/12-asyncio.json

writes what this interpreter (3.15 or newer) does. Run it in the folder notebooks/, on a quiet
machine: it lets ten thousand threads wait.
"""

import asyncio
import json
import re
import subprocess
import sys
from pathlib import Path

from lab import machine, many_waits, sandbox, workloads

LIMIT_S = 20.0
TASK = re.compile(r"\(T\) (.+)$")


def tree() -> str:
    """Return what `python -m asyncio pstree` tells of the tasks of `lab.recorded.shop`.

    Since Python 3.14. Raises OSError where this process may not look into another one.
    """
    command = [sys.executable, "-m", "lab.recorded.shop"]
    with subprocess.Popen(command, cwd=Path(__file__).parents[1], stdout=subprocess.PIPE) as shop:
        try:
            shop.stdout.readline()  # "ready"
            look = [sys.executable, "-m", "asyncio", "pstree", str(shop.pid)]
            seen = subprocess.run(look, capture_output=True, text=True, timeout=LIMIT_S)
        finally:
            shop.kill()
    if seen.returncode or "(T)" not in seen.stdout:
        raise OSError(f"pstree said: {sandbox.shorten_paths(seen.stderr, '').strip()[-200:]}")
    return sandbox.shorten_paths(seen.stdout, sandbox.HERE).rstrip()


def tasks_of(told: str) -> list[dict]:
    """Return each task of a tree, with the calls that it waits in and the task that waits for it.

    In the tree a task stands below the calls of the task that awaits it.
    """
    rows, above = [], []
    for line in told.splitlines():
        depth = len(line) - len(line.lstrip(" │├└─"))
        above = [(at, name) for at, name in above if at < depth]
        if found := TASK.search(line):
            waits_for_it = above[-1][1] if above else ""
            rows.append({"task": found[1], "calls": [], "waits_for_it": waits_for_it})
            above.append((depth, found[1]))
        elif rows:
            rows[-1]["calls"].append(line.split()[-2])
    return [row | {"calls": " → ".join(row["calls"])} for row in rows]


async def cancelled_group() -> dict:
    """Cancel a TaskGroup from its own block (since Python 3.15), and say what became of it."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(asyncio.sleep(delay_s, delay_s)) for delay_s in (0.01, 30, 30)]
        first = await tasks[0]
        group.cancel()
    return {"first": first, "cancelled": [task.cancelled() for task in tasks]}


async def in_interpreters(n: int) -> bool:
    """Tell whether `n` is prime, in a pool of interpreters (since Python 3.14)."""
    from concurrent.futures import InterpreterPoolExecutor

    with InterpreterPoolExecutor(1) as pool:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(pool, workloads.is_prime, n)


def describe() -> dict:
    """Return all of it, and where it was. Raises AttributeError before Python 3.15."""
    return {
        "provenance": str(machine.provenance()),
        "tree": tree(),
        "cancelled": asyncio.run(cancelled_group()),
        "in_interpreters": asyncio.run(in_interpreters(1_000_003)),
        "ten_thousand_threads": many_waits.in_a_process("threads", 10_000),
    }


if __name__ == "__main__":
    text = json.dumps(describe(), indent=1, ensure_ascii=False) + "\n"
    Path(sys.argv[1]).write_text(text, encoding="utf-8")
