"""Make each of the executors that `executor_trials` compares, with so many workers.

All imports are in the functions: what is not installed costs only its own column.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager


def threads(workers: int, **options):
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(workers, **options)


def processes(workers: int, **options):
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(workers, **options)


def interpreters(workers: int, **options):
    from concurrent.futures import InterpreterPoolExecutor

    return InterpreterPoolExecutor(workers, **options)


def loky(workers: int, **options):
    from loky import ProcessPoolExecutor

    return ProcessPoolExecutor(workers, **options)


def pebble(workers: int, **options):
    from pebble import ProcessPool

    return ProcessPool(max_workers=workers, **options)


class TimeoutFirst:
    """A pool of pebble whose `submit` gets the time limit that it asks for: none."""

    def __init__(self, pool):
        self.pool = pool

    def submit(self, func, *args, **options):
        return self.pool.submit(func, None, *args, **options)

    def __getattr__(self, name: str):
        return getattr(self.pool, name)


@contextmanager
def pebble_with_none(workers: int, **options) -> Iterator:
    with pebble(workers, **options) as pool:
        yield TimeoutFirst(pool)


def executorlib(workers: int, **options):
    from executorlib import SingleNodeExecutor

    return SingleNodeExecutor(max_workers=workers, **options)


@contextmanager
def dask_executor(workers: int, **options) -> Iterator:
    with dask_client(workers) as client, client.get_executor(pure=False, **options) as pool:
        yield pool


@contextmanager
def dask_client(workers: int) -> Iterator:
    from distributed import Client, LocalCluster

    ways = {"host": "127.0.0.1", "dashboard_address": None, "silence_logs": 50}
    with (
        LocalCluster(n_workers=workers, threads_per_worker=1, **ways) as cluster,
        Client(cluster) as client,
    ):
        yield client


def parsl(workers: int, **options):
    from parsl import Config, HighThroughputExecutor
    from parsl.concurrent import ParslPoolExecutor
    from parsl.providers import LocalProvider

    local = {"address": "127.0.0.1", "provider": LocalProvider(max_blocks=1)}
    executor = HighThroughputExecutor(max_workers_per_node=workers, **local)
    return ParslPoolExecutor(Config(executors=[executor], initialize_logging=False), **options)


def mpi4py(workers: int, **options):
    from mpi4py.futures import MPIPoolExecutor

    return MPIPoolExecutor(workers, **options)


EXECUTORS: dict[str, tuple[str, Callable[..., AbstractContextManager]]] = {
    "threads": ("", threads),
    "processes": ("", processes),
    "interpreters": ("", interpreters),
    "loky": ("loky", loky),
    "pebble": ("pebble", pebble),
    "pebble with None": ("pebble", pebble_with_none),
    "executorlib": ("executorlib", executorlib),
    "Dask executor": ("distributed", dask_executor),
    "Dask Client": ("distributed", dask_client),
    "parsl": ("parsl", parsl),
    "mpi4py": ("mpi4py", mpi4py),
}
"""For each executor the package that it comes from ("": Python itself), and how it is made."""
