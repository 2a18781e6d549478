"""Look how much of the machine can be had at this moment."""

import hashlib
from concurrent.futures import ThreadPoolExecutor

from lab import trace
from lab.workloads import count_down


def hash_for_a_while(rounds: int) -> bytes:
    """Compute in C code that lets go of the GIL."""
    return hashlib.pbkdf2_hmac("sha256", b"password", b"salt", rounds)


def cores() -> tuple[float, float]:
    """Return how many cores one thread that counts got, and two threads that hash."""
    alone = trace.run(None, count_down, [400_000])
    pair = trace.run(lambda: ThreadPoolExecutor(2), hash_for_a_while, [100_000] * 2)
    return alone.cores_used, pair.cores_used
