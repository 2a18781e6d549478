"""Run the job of lab 06 in two threads of this interpreter, and tell its shape: one line of JSON.

python3.13t -m lab.programs.shape_program
"""

import json
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from lab import machine, trace
from lab.page.shape import shapes_of
from lab.workloads import CANDIDATES, prime_steps


def run() -> dict:
    """Return where this was run, and when each thread was running."""
    line = trace.run(partial(ThreadPoolExecutor, 2), prime_steps, CANDIDATES)
    return {"provenance": machine.provenance().to_dict(), **shapes_of({"threads": line})}


if __name__ == "__main__":
    print(json.dumps(run()))
