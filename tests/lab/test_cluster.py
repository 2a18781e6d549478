"""Test the lab's cluster: it ends with its owner, loses nothing, and can be done without."""

import json
import os
import signal
import subprocess
import sys
from importlib.util import find_spec

import pytest
from children import eventually, started

from lab import cluster_tasks
from lab.cluster import RECORD, Cluster, OnDask

needs_dask = pytest.mark.skipif(find_spec("distributed") is None, reason="Dask is not installed")

OWNER = """
import os, sys, time
from lab.cluster import Cluster
if __name__ == "__main__":
    cluster = Cluster(2)
    with cluster.client() as client:
        pids = [client.run_on_scheduler(os.getpid), *client.run(os.getpid).values()]
    print(*pids, flush=True)
    time.sleep(120)
"""
WITH_DEATHS = """
import os, sys, tempfile
from concurrent.futures import as_completed
from lab.cluster import Cluster
from lab.cluster_tasks import kill, note_and_wait, runs_noted

def results(cluster):
    with (tempfile.TemporaryDirectory() as folder, cluster.client() as client,
          client.get_executor(pure=False) as pool):
        futures = [pool.submit(note_and_wait, folder, number, 0.05) for number in range(12)]
        next(as_completed(futures, timeout=30))
        kill(runs_noted(folder)[-1]["pid"])
        return [future.result(timeout=60) for future in futures]

if __name__ == "__main__":
    with Cluster(2) as cluster:
        whole = sum(results(cluster) == list(range(12)) for _ in range(int(sys.argv[1])))
    print(whole, flush=True)
"""


@pytest.fixture
def environment(root):
    return {**os.environ, "PYTHONPATH": str(root / "notebooks")}


def is_alive(pid):
    """Tell whether a process runs: one that has ended, and that nobody has asked for, does not."""
    import psutil  # comes with Dask

    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@needs_dask
@pytest.mark.parametrize("by", ["SIGKILL", "SIGTERM"])
def test_the_cluster_ends_when_its_owner_is_killed(by, environment):
    if not hasattr(signal, by):
        pytest.skip(f"there is no {by} on this system")
    command = [sys.executable, "-c", OWNER]
    with started(command, env=environment, stdout=subprocess.PIPE, text=True) as owner:
        pids = [int(pid) for pid in owner.stdout.readline().split()]
        assert len(pids) == 3
        assert all(map(is_alive, pids))
        owner.send_signal(getattr(signal, by))
        owner.wait(30)
    assert eventually(lambda: not any(map(is_alive, pids)), limit_s=30), pids


@needs_dask
def test_the_workers_end_when_the_scheduler_is_killed(environment):
    command = [sys.executable, "-c", OWNER]
    with started(command, env=environment, stdout=subprocess.PIPE, text=True) as owner:
        scheduler, *workers = [int(pid) for pid in owner.stdout.readline().split()]
        cluster_tasks.kill(scheduler)
        assert eventually(lambda: not any(map(is_alive, workers)), limit_s=30), workers


@needs_dask
def test_a_killed_worker_loses_nothing_in_any_of_three_runs(environment):
    """To see it twenty times: give the program 20 in place of 3."""
    command = [sys.executable, "-c", WITH_DEATHS, "3"]
    child = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=170)
    assert child.stdout.split() == ["3"], child.stderr[-2000:]


def test_without_dask_the_record_is_shown_and_named():
    on_dask = OnDask("Dask is not installed here")

    def different_stamps():
        raise AssertionError("this needs Dask")

    assert on_dask(different_stamps) == [5, 6]
    assert on_dask.source.startswith("Dask is not installed here. What is shown of Dask was")
    assert "recorded on " in on_dask.source


def test_the_record_has_all_that_the_lab_asks_for(root):
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    lab = (root / "notebooks" / "13-clusters.ipynb").read_text(encoding="utf-8")
    asked = {part.partition(")")[0] for part in lab.split("on_dask(")[1:]} - {"function"}
    assert asked
    assert asked == set(record["results"])


def test_a_scheduler_that_does_not_start_is_no_error(monkeypatch):
    monkeypatch.setattr("lab.cluster.find_spec", lambda name: True)
    monkeypatch.setattr("lab.cluster.HOST", "lab.no_such_host")
    with Cluster(1) as cluster:
        assert cluster.address is None
        assert cluster.why_not == "Dask's scheduler did not start"


def test_a_run_that_was_killed_is_drawn_up_to_the_death(tmp_path):
    (tmp_path / "1-10").write_text("5.0 6.0", encoding="utf-8")
    (tmp_path / "2-11").write_text("5.5", encoding="utf-8")
    runs = cluster_tasks.runs_noted(str(tmp_path))
    line = cluster_tasks.timeline_of_runs("", runs, killed_at_s=7.0)
    assert [(span.task, span.worker, span.end_s) for span in line.spans] == [
        ("1", "worker 1", 1.0),
        ("2 lost", "worker 2", 2.0),
    ]
