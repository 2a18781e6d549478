"""More trials, like those of `executor_trials`: how calls, workers and executors end."""

import os
import time
from collections.abc import Callable
from concurrent.futures import CancelledError
from pathlib import Path

from lab.recorded import executor_tasks as tasks
from lab.recorded.executor_trials import LIMIT_S, LONG_S, yes

QUEUED = 8  # calls behind those that run: more than any executor fetches ahead


def begun(mark: Path) -> None:
    """Wait until a call has left its mark; raise TimeoutError if it never does."""
    end_s = time.monotonic() + LIMIT_S
    while not mark.exists():
        if time.monotonic() > end_s:
            raise TimeoutError("the call has not begun")
        time.sleep(0.02)


def crowd(pool) -> list:
    """Keep the only worker busy, and let calls queue behind; each leaves a mark when it runs."""
    marks = [Path(f"mark-{number}").resolve() for number in range(QUEUED)]
    futures = [pool.submit(tasks.leave_mark, str(mark), 0.3) for mark in marks]
    begun(marks[0])
    return futures


def last_ran() -> bool:
    return Path(f"mark-{QUEUED - 1}").exists()


def cancel_queued(make: Callable) -> str:
    with make(1) as pool:
        *others, last = crowd(pool)
        cancelled = last.cancel()
        for future in others:
            future.result(timeout=LIMIT_S)
    if last_ran():
        return "it runs"
    return "yes" if cancelled else f"returns {cancelled}"


def cancelled_raises(make: Callable) -> str:
    """Return what asking a cancelled call for its result raises."""
    with make(1) as pool:
        *_, last = crowd(pool)
        last.cancel()
        try:
            last.result(timeout=LIMIT_S)
        except CancelledError:  # the class that programs catch; others have one of this name too
            return "CancelledError"
    return "nothing raised"


def cancel_running(make: Callable) -> str:
    """Whether a call that runs goes on to its end when it is cancelled, and `cancel` says so."""
    with make(1) as pool:
        mark = Path("mark").resolve()
        future = pool.submit(tasks.leave_mark, str(mark), LONG_S)
        begun(mark)
        if future.cancel():
            return "True"
        return "False" if future.result(timeout=LIMIT_S) == LONG_S else "no result"


def shutdown_cancel(make: Callable) -> str:
    with make(1) as pool:
        *_, last = crowd(pool)
        pool.shutdown(wait=True, cancel_futures=True)
        return yes(last.cancelled() and not last_ran())


def after_shutdown(make: Callable) -> str:
    with make(1) as pool:
        pool.submit(abs, -1).result(timeout=LIMIT_S)
        pool.shutdown()
        pool.submit(abs, -1).result(timeout=LIMIT_S)
    return "a result"


def with_waits(make: Callable) -> str:
    """Whether the end of the `with` waits for a call that runs, and keeps its result."""
    with make(1) as pool:
        future = pool.submit(tasks.sleep, LONG_S)
    return yes(future.done() and future.result(timeout=1) == LONG_S)


def initializer(make: Callable) -> str:
    with make(1, initializer=tasks.prepare, initargs=(5,)) as pool:
        return str(pool.submit(tasks.prepared).result(timeout=LIMIT_S))


def initializer_of_main(make: Callable) -> str:
    """Both the initializer and the call are functions of the main program."""
    import __main__

    with make(1, initializer=__main__.prepare, initargs=(5,)) as pool:
        return str(pool.submit(__main__.prepared).result(timeout=LIMIT_S))


def function_of_main(make: Callable) -> str:
    import __main__

    with make(1) as pool:
        return str(pool.submit(__main__.double, 4).result(timeout=LIMIT_S))


def a_lambda(make: Callable) -> str:
    with make(1) as pool:
        return str(pool.submit(lambda: 5).result(timeout=LIMIT_S))


def dead_worker(make: Callable) -> str:
    with make(1) as pool:
        pool.submit(os._exit, 3).result(timeout=LIMIT_S)
    return "a result"


def after_a_death(make: Callable) -> str:
    """Return what the next call gets."""
    with make(1) as pool:
        try:
            pool.submit(os._exit, 3).result(timeout=LIMIT_S)
        except Exception as error:  # each executor has its own kind
            print(type(error).__name__)
        return str(pool.submit(abs, -1).result(timeout=LIMIT_S))


def running(make: Callable) -> str:
    """Whether a Future says at some moment that its call runs."""
    with make(2) as pool:
        future, end_s = pool.submit(tasks.sleep, LONG_S), time.monotonic() + LIMIT_S
        while not future.done() and time.monotonic() < end_s:
            if future.running():
                return "yes"
            time.sleep(0.02)
    return "never"
