"""The tasks that the labs give to workers.

They live in a module, not in a notebook cell, because a worker process has to import them
by name. Everything here is standard library only, so a new worker is ready quickly.
"""

import hashlib
import os
import time
from collections.abc import Generator
from math import isqrt
from operator import index

# The first and the third are equal, and the last is not prime: candidates, not "primes".
CANDIDATES = (
    112272535095293,
    112582705942171,
    112272535095293,
    115280095190773,
    115797848077099,
    1099726899285419,
)

# Primes that take tens of milliseconds each: small enough to measure several times over.
SMALL_CANDIDATES = (
    2400000000029,
    2400000000053,
    2400000000059,
    2400000000091,
    2400000000119,
    2400000000131,
    2400000000143,
    2400000000169,
)

# One step of prime_steps takes a fraction of a millisecond: far less than the 5 ms for which
# a thread keeps the GIL, far more than a look at the clock.
DIVISORS_PER_STEP = 4096


def is_prime(n: int) -> bool:
    """Tell whether `n` is a prime number, by trial division.

    Numbers below 2 are not prime. Raises TypeError if `n` is not an integer.
    Pure Python from end to end: on a build with a GIL only one thread can be in here at a time.
    """
    n = index(n)
    if n < 4:
        return n > 1
    if n % 2 == 0:
        return False
    for divisor in range(3, isqrt(n) + 1, 2):  # noqa: SIM110 - plain, and faster
        if n % divisor == 0:
            return False
    return True


def prime_steps(n: int) -> Generator[None, None, bool]:
    """Do what `is_prime` does, and pause after every few thousand divisors.

    The caller may look at the clock in each pause. The generator's return value is the answer.
    Raises TypeError if `n` is not an integer.
    """
    n = index(n)
    if n < 4:
        return n > 1
    if n % 2 == 0:
        return False
    end = isqrt(n) + 1
    for start in range(3, end, 2 * DIVISORS_PER_STEP):
        for divisor in range(start, min(start + 2 * DIVISORS_PER_STEP, end), 2):
            if n % divisor == 0:
                return False
        yield
    return True


def count_down(n: int) -> int:
    """Count from `n` to zero in pure Python, and return zero."""
    while n > 0:
        n -= 1
    return n


def digest(data: bytes) -> str:
    """Return the SHA-256 of some bytes, as hexadecimal digits.

    The C code lets go of the GIL while it computes, if there are more than 2047 bytes.
    """
    return hashlib.sha256(data).hexdigest()


def wait_for(delay_s: float) -> float:
    """Sleep for `delay_s` seconds, as a task does that waits for a disk or a server; return it.

    Sleeping needs no core and no GIL. Raises ValueError if `delay_s` is negative.
    """
    time.sleep(delay_s)
    return delay_s


def wait_then_compute(n: int, delay_s: float) -> bool:
    """Sleep for `delay_s` seconds, then tell whether `n` is prime: a task of both kinds."""
    time.sleep(delay_s)
    return is_prime(n)


def hold(started, gate, timeout_s: float = 30.0) -> bool:
    """Set `started`, wait until `gate` is set, and return True; False after `timeout_s` seconds.

    Both are events: of `threading` for a thread, of a `multiprocessing.Manager` for a process.
    So the caller knows that the task runs, and decides when it ends.
    """
    started.set()
    return gate.wait(timeout_s)


def die(exit_code: int) -> None:
    """End this worker process at once, as a crash in C code or a lack of memory does.

    Nothing is cleaned up and nothing is reported. For worker processes only: in a thread it
    would end the whole program.
    """
    os._exit(exit_code)
