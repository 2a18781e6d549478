"""Be the scheduler of a small Dask cluster on this computer; `lab.cluster` starts this program.

It says where it listens, in one line, and goes on until its standard input closes: because nobody
needs the cluster any more, or because whoever wanted it has died. The workers are processes below
this one. Each of them ends by itself when this process does, however that happens.
"""

import os
import sys
import tempfile

SETTINGS = {
    # A worker that dies again, this long after its first death, would be given up for good.
    "distributed.deploy.lost-worker-timeout": "1 day",
    # So long a dead worker is asked for the results that were lost with it.
    "distributed.comm.timeouts.connect": "10s",
}


def main(workers: int) -> None:
    """Run a scheduler and its workers, reachable from this computer alone."""
    import dask
    from distributed import LocalCluster

    with (
        dask.config.set(SETTINGS),
        tempfile.TemporaryDirectory("", "lab-", ignore_cleanup_errors=True) as folder,
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            host="127.0.0.1",
            scheduler_port=0,  # any free one
            dashboard_address=None,
            local_directory=folder,
            silence_logs=50,  # critical: a killed worker is no news here
        ) as cluster,
    ):
        print(cluster.scheduler_address, flush=True)
        while os.read(0, 1):  # "" when the other end is closed
            pass


if __name__ == "__main__":
    main(int(sys.argv[1]))
