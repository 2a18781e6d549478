"""Find out what a pool of interpreters does, and keep the record for older Pythons.

    python3.14 -m lab.third_pool results/02-interpreter-pool.json

writes what this interpreter (3.14 or newer) does. Run it in the folder notebooks/.
"""

import json
import math
import os
import site
import socket
import string
import sys
import threading
from concurrent.futures import Executor
from fractions import Fraction
from functools import partial
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


def _local_function():
    def local():
        return 5

    return local


def fates(pool: Executor) -> dict[str, str]:
    """Return what becomes of the things that lab 02 sends to a worker: "yes", or what it raises."""
    with open(os.devnull, encoding="utf-8") as file, socket.socket() as unconnected:
        things = {
            "a number": 42,
            "an instance (Fraction)": Fraction(1, 3),
            "an exception": ValueError("five"),
            "a module's function": math.factorial,
            "a partial of one": partial(math.pow, 2),
            "a lambda": lambda: 5,
            "a local function": _local_function(),
            "a generator": iter(x for x in "ab"),
            "a lock": threading.Lock(),
            "an open file": file,
            "a socket": unconnected,
            "a module": math,
        }
        found = {name: outcome(pool, id, thing) for name, thing in things.items()}
    return {name: "yes" if it == "a number" else it.split()[-1] for name, it in found.items()}


def memory(pool: Executor) -> dict[str, str]:
    """Let a worker change a list and a module, and say whose process, modules and list it has."""
    numbers = [1, 2, 3]
    outcome(pool, list.append, numbers, 4)
    outcome(pool, exec, "import string; string.note = 'hello'")
    modules = "ours" if vars(string).pop("note", None) else "its own"
    process = "ours" if outcome(pool, os.getpid) == str(os.getpid()) else "its own"
    return {"process": process, "modules": modules, "list": str(numbers)}


def describe() -> dict:
    """Return what lab 02 sees of the pool on this interpreter, and where that was.

    Raises ImportError before Python 3.14, which has no such pool.
    """
    from concurrent.futures import InterpreterPoolExecutor

    folder = str(Path(__file__).parent.parent)
    ready = {"initializer": site.addsitedir, "initargs": (folder,)}
    with InterpreterPoolExecutor(2, "third", **ready) as pool:
        seen = meet(pool) | {"carried": fates(pool), "memory": memory(pool)}
    with InterpreterPoolExecutor(1, initializer=int, initargs=("five",)) as pool:
        broken = pool.submit(abs, -1).exception(timeout=LIMIT_S)
    told = f"{type(broken).__name__}: {broken}"
    return {"provenance": str(machine.provenance()), **seen, "broken": told}


if __name__ == "__main__":
    text = json.dumps(describe(), indent=1) + "\n"
    Path(sys.argv[1]).write_text(text, encoding="utf-8")
