"""The behaviours of an executor that programs rely on: each a small function that tries one.

A trial gets `make`, which makes the executor, and returns in a word or two what has happened; or it
raises, and then that is what has happened. `lab.executor_record` runs each in a process of its own.
"""

import concurrent.futures as cf
import time
import traceback
from collections.abc import Callable

from lab.recorded import executor_tasks as tasks

LIMIT_S = 30.0  # a trial gives up on a result after this long
LONG_S = 1.5  # how long a call runs that others wait for


def yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


def positional(make: Callable) -> str:
    with make(2) as pool:
        return str(pool.submit(pow, 2, 5).result(timeout=LIMIT_S))


def one_argument(make: Callable) -> str:
    with make(2) as pool:
        return str(pool.submit(abs, -3).result(timeout=LIMIT_S))


def keyword(make: Callable) -> str:
    with make(2) as pool:
        return str(pool.submit(int, "ff", base=16).result(timeout=LIMIT_S))


def is_executor(make: Callable) -> str:
    with make(2) as pool:
        return yes(isinstance(pool, cf.Executor))


def is_future(make: Callable) -> str:
    with make(2) as pool:
        return yes(isinstance(pool.submit(tasks.prepared), cf.Future))


def twice(make: Callable) -> str:
    with make(2) as pool:
        futures = [pool.submit(tasks.stamp, 7) for _ in range(2)]
        return yes(len({future.result(timeout=LIMIT_S) for future in futures}) == 2)


def gave(results, wanted: list) -> str:
    """Say whether `map` has given what it should."""
    results = list(results)
    same = results == wanted
    return "yes" if same else f"{type(results[0]).__name__}s"


def map_order(make: Callable) -> str:
    with make(2) as pool:
        return gave(pool.map(tasks.sleep, [0.4, 0.0, 0.1]), [0.4, 0.0, 0.1])


def map_shortest(make: Callable) -> str:
    with make(2) as pool:
        return gave(pool.map(pow, [2, 3, 4], [10, 10]), [1024, 59049])


def map_generator(make: Callable) -> str:
    with make(2) as pool:
        return gave(pool.map(abs, (-number for number in range(3))), [0, 1, 2])


def map_chunksize(make: Callable) -> str:
    with make(2) as pool:
        return gave(pool.map(abs, [-1, -2, -3, -4], chunksize=2), [1, 2, 3, 4])


def map_timeout(make: Callable) -> str:
    with make(2) as pool:
        list(pool.map(tasks.sleep, [LONG_S], timeout=0.2))
    return "no limit"


def map_buffersize(make: Callable) -> str:
    """Whether `map` leaves most of its input where it is: needs Python 3.14."""
    taken = []
    items = (taken.append(item) or -item for item in range(100))
    with make(2) as pool:
        next(iter(pool.map(abs, items, buffersize=2)))
        return yes(len(taken) < 100)


def error_type(make: Callable) -> str:
    with make(2) as pool:
        pool.submit(int, "five").result(timeout=LIMIT_S)
    return "nothing raised"


def error_trace(make: Callable) -> str:
    """Whether the traceback leads to the line of the task that raised."""
    with make(2) as pool:
        try:
            pool.submit(tasks.fail_in_here, 7).result(timeout=LIMIT_S)
        except Exception as error:
            return yes("in fail_in_here" in "".join(traceback.format_exception(error)))
    return "nothing raised"


def error_strange(make: Callable) -> str:
    with make(2) as pool:
        pool.submit(tasks.fail_strangely).result(timeout=LIMIT_S)
    return "nothing raised"


def as_completed(make: Callable) -> str:
    with make(2) as pool:
        futures = [pool.submit(abs, -number) for number in range(4)]
        found = {future.result() for future in cf.as_completed(futures, timeout=LIMIT_S)}
        return yes(found == {0, 1, 2, 3})


def wait_first(make: Callable) -> str:
    with make(2) as pool:
        futures = [pool.submit(tasks.sleep, delay_s) for delay_s in (0.0, LONG_S)]
        done, _ = cf.wait(futures, timeout=LIMIT_S, return_when=cf.FIRST_COMPLETED)
        return yes(futures[0] in done)


def callback(make: Callable) -> str:
    called = []
    with make(2) as pool:
        future = pool.submit(abs, -1)
        future.add_done_callback(called.append)
        future.result(timeout=LIMIT_S)
        time.sleep(0.3)
    return yes(called == [future])


def result_timeout(make: Callable) -> str:
    with make(2) as pool:
        pool.submit(tasks.sleep, LONG_S).result(timeout=0.2)
    return "no limit"
