"""Find out what a pool of interpreters does, and keep the record for older Pythons.

    python3.14 -m lab.third_pool results/02-interpreter-pool.json

writes what this interpreter (3.14 or newer) does. Run it in the folder notebooks/.
"""

import json
import site
import sys
import threading
from concurrent.futures import Executor
from pathlib import Path

from lab import machine, workloads

LIMIT_S = 30.0


def thread_name() -> str:
    """Return the name of the thread that this runs in, as its own interpreter knows it."""
    return threading.current_thread().name


CALLS = {
    "is_prime(1000003)": (workloads.is_prime, 1_000_003),
    "current_thread().name": (thread_name,),
    'int("five")': (int, "five"),
    "id(a lambda)": (id, lambda: 5),
    "id(a lock)": (id, threading.Lock()),
    "Lock()": (threading.Lock,),
}
"""What a pool is asked to do: the text of each call, the function and its arguments."""


def crew(pool: Executor, prefix: str) -> list[str]:
    """Hold three calls in the pool, and return the names of its threads meanwhile, in order.

    The gate is a queue between interpreters, as an Event cannot travel to one.
    """
    from concurrent import interpreters  # new in 3.14

    gate = interpreters.create_queue()
    futures = [pool.submit(gate.get, timeout=LIMIT_S) for _ in range(3)]
    names = sorted(t.name for t in threading.enumerate() if t.name.startswith(prefix))
    for _ in futures:
        gate.put("open")
    for future in futures:
        future.result(timeout=LIMIT_S)
    return names


def outcome(pool: Executor, func, *args) -> str:
    """Say in a few words what becomes of a call."""
    try:
        result = pool.submit(func, *args).result(timeout=LIMIT_S)
    except Exception as error:  # of a kind that older Pythons do not have
        return f"raises {type(error).__name__}"
    return "a number" if func is id else str(result)


def meet(pool: Executor, prefix: str = "third") -> dict:
    """Return the names of the pool's threads, and what becomes of each of the `CALLS`."""
    rows = [{"call": text, "outcome": outcome(pool, *call)} for text, call in CALLS.items()]
    return {"threads": crew(pool, prefix), "rows": rows}


def describe() -> dict:
    """Return what lab 02 sees of the pool on this interpreter, and where that was.

    Raises ImportError before Python 3.14, which has no such pool.
    """
    from concurrent.futures import InterpreterPoolExecutor

    folder = str(Path(__file__).parent.parent)
    ready = {"initializer": site.addsitedir, "initargs": (folder,)}
    with InterpreterPoolExecutor(2, "third", **ready) as pool:
        seen = meet(pool)
    with InterpreterPoolExecutor(1, initializer=int, initargs=("five",)) as pool:
        broken = pool.submit(abs, -1).exception(timeout=LIMIT_S)
    told = f"{type(broken).__name__}: {broken}"
    return {"provenance": str(machine.provenance()), **seen, "broken": told}


if __name__ == "__main__":
    text = json.dumps(describe(), indent=1) + "\n"
    Path(sys.argv[1]).write_text(text, encoding="utf-8")
