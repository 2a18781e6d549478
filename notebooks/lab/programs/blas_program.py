"""Multiply matrices with NumPy in threads of ours, and so many of its own: one line of JSON.

    python3.13t -m lab.programs.blas_program 1

The number says how many threads NumPy's library (BLAS) may use for one product.
"""

import json
import os
import sys
import threading
import time

ROUNDS, PRODUCTS, SIZE = 5, 4, 300
LIMIT_S = 30.0
SETTINGS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def run_once(threads: int) -> float:
    """Return the seconds that so many threads take, with the same number of products each."""
    import numpy as np  # not before main has set how many threads it may use

    def work() -> None:
        for _ in range(PRODUCTS):
            matrix @ matrix

    matrix = np.random.default_rng(0).random((SIZE, SIZE))
    workers = [threading.Thread(target=work, daemon=True) for _ in range(threads)]
    start_s = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(LIMIT_S)
    return time.perf_counter() - start_s


def main(blas_threads: str) -> dict:
    """Return the times for each number of threads; or what package is lacking."""
    os.environ.update(dict.fromkeys(SETTINGS, blas_threads))
    try:
        import numpy
    except ImportError:
        return {"needs": "numpy"}
    from lab import machine
    from lab.programs.sharing_program import thread_counts

    counts = thread_counts(machine.usable_cores())
    rounds = [{str(count): run_once(count) for count in counts} for _ in range(ROUNDS + 1)]
    times = {count: [round(took[count], 6) for took in rounds[1:]] for count in rounds[0]}
    return {"numpy": numpy.__version__, "gil_on": machine.gil_enabled(), "elapsed_s": times}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1])))
