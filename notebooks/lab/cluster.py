"""A small cluster of Dask on this computer, or, where there is no Dask, what one did elsewhere.

    cluster = Cluster(workers=2)
    with cluster.client() as client, client.get_executor(pure=False) as pool:
        print(list(pool.map(abs, [-1, 2])))
    cluster.close()

Scheduler and workers are processes of their own, on the loopback address. They end with `close`,
and with this process at the latest, even if it is killed.
"""

import json
import logging
import os
import subprocess
import sys
import weakref
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from lab import machine

FOLDER = Path(__file__).parents[1]
RECORD = FOLDER / "results" / "13-clusters.json"
HOST = "lab.cluster_host"
START_S, END_S = 90.0, 10.0


class Cluster:
    """A scheduler with so many workers of one thread each.

    `address` is where the scheduler listens. Where there is no cluster, `address` is None and
    `why_not` says why: no Dask is installed, or it does not start.
    """

    def __init__(self, workers: int):
        self.workers, self.address, self.why_not = workers, None, None
        self.close = lambda: None
        if find_spec("distributed") is None:
            self.why_not = "Dask is not installed here (its package is called distributed)"
            return
        host = _started(workers)
        self.close = weakref.finalize(self, _end, host)  # safe to call twice
        import_module("distributed")  # clients need it, and the scheduler is not ready yet
        said = host.stdout.readline()
        if not said.startswith("tcp:"):
            self.close()
            self.why_not = "Dask's scheduler did not start"
            return
        self.address = said.strip()

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def client(self):
        """Return a `distributed.Client`, connected, once all workers are there; use it in a `with`.

        Raises OSError when the scheduler does not answer, TimeoutError when a worker is missing.
        """
        from distributed import Client

        logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # a death is no news
        client = Client(self.address, timeout=START_S, set_as_default=False)
        try:
            client.wait_for_workers(self.workers, timeout=START_S)
        except BaseException:
            client.close()
            raise
        return client


def _started(workers: int) -> subprocess.Popen:
    """Start a scheduler; that its standard input closes is how it learns that we are gone."""
    path = os.pathsep.join([str(FOLDER), *filter(None, [os.environ.get("PYTHONPATH")])])
    return subprocess.Popen(
        [sys.executable, "-m", HOST, str(workers)],
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _end(host: subprocess.Popen) -> None:
    """Let a scheduler end, with its workers; kill it if that takes long."""
    host.stdin.close()
    try:
        host.wait(END_S)
    except subprocess.TimeoutExpired:
        host.kill()
        host.wait()
    host.stdout.close()


class OnDask:
    """Call functions that need a cluster; where there is none, return what they returned elsewhere.

    on_dask = OnDask(cluster.why_not)
    answers = on_dask(function)

    What a function returns has to fit into JSON: tuples come back as lists.
    """

    def __init__(self, why_not: str | None, record: Path = RECORD):
        self.why_not = why_not
        self.seen: dict[str, object] = {}
        self._record = json.loads(record.read_text("utf-8")) if why_not else {"provenance": ""}

    def __call__(self, func: Callable[[], object]) -> object:
        """Return what a function returns here, or the record of it."""
        if self.why_not:
            return self._record["results"][func.__name__]
        self.seen[func.__name__] = result = json.loads(json.dumps(func()))
        return result

    @property
    def source(self) -> str:
        """A sentence that says where the numbers about Dask come from."""
        if not self.why_not:
            return "Dask runs here: its numbers were measured now."
        recorded = self._record["provenance"].removeprefix("Measured ")
        return f"{self.why_not}. What is shown of Dask was recorded {recorded}."

    def save(self, path: Path = RECORD) -> None:
        """Keep what the functions have returned here, for those who have no Dask."""
        record = {"provenance": str(machine.provenance()), "results": self.seen}
        path.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
