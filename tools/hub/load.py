"""Try the hub with simulated learners, and keep what was measured: `make hub-load`, as root.

Each logs in, starts a server and a real kernel, and runs labs cell by cell, all at the same time.
Told are: the times, the memory of a learner, claims that failed, whether anybody could look at
another's files or processes, and what is left after the servers were ended for idleness. The rows
are kept in notebooks/results/one-server.json, for the page "One server for the room". Then one
learner does what a hub has to bear: `mischief.py`.

`load.py 2 04-submit` tries it with two learners and that lab, and keeps nothing; `load.py mischief`
tries and keeps the last part alone.
"""

import json
import pwd
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "notebooks"))

import mischief  # noqa: E402
import trial  # noqa: E402
from simulated import Learner  # noqa: E402

from lab import machine  # noqa: E402

IDLE_S = 120  # the first wait for the last to be ready, without a word
SYSTEM_MB = 1024  # what system and hub take, generously
BAD = ("claims_failed", "looked_at_others", "left_after_idling")


def memory_mb(names: list[str]) -> list[float]:
    """Return for each learner the memory of all their processes, shared pages divided."""
    found = dict.fromkeys((pwd.getpwnam(f"lab-{name}").pw_uid for name in names), 0.0)
    for process in Path("/proc").glob("[0-9]*"):
        try:
            user, rollup = process.stat().st_uid, (process / "smaps_rollup").read_text()
        except OSError:
            continue
        if user in found:
            found[user] += int(rollup.split("\nPss:")[1].split()[0]) / 1024
    return list(found.values())


def left_over(names: list[str]) -> list[str]:
    """Return the commands of learners' processes."""
    users = ",".join(f"lab-{name}" for name in names)
    told = subprocess.run(
        ["ps", "-o", "user=,args=", "-u", users], capture_output=True, check=False
    )
    return told.stdout.decode().splitlines()


def try_hub(address: str, names: list[str], labs: list[str]) -> dict:
    """Let learners work at once; return what was measured."""
    learners = [Learner(name, address) for name in names]
    peaks: list[list[float]] = []
    with ThreadPoolExecutor(len(names)) as pool:
        list(pool.map(Learner.come_in, learners))
        servers_mb = memory_mb(names)
        working = [pool.submit(learner.work, labs) for learner in learners]
        while not all(future.done() for future in working):
            peaks.append(memory_mb(names))
            time.sleep(1)
        for future in working:
            future.result()
    until_s = time.monotonic() + 6 * IDLE_S + 60
    while (left := left_over(names)) and time.monotonic() < until_s:
        time.sleep(2)
    each_mb = max(map(sum, peaks)) / len(names)
    return {
        "learners": len(names),
        "labs": ", ".join(labs),
        "server_mb": round(statistics.mean(servers_mb)),
        "each_mb": round(each_mb),
        "most_mb": round(max(map(max, peaks))),
        "in_8_gb": int((8192 - SYSTEM_MB) / each_mb),
        "last_ready_s": round(max(learner.started_s for learner in learners), 1),
        "last_done_s": round(max(learner.worked_s for learner in learners), 1),
        "claims_failed": [line for learner in learners for line in learner.failed],
        "looked_at_others": sorted(set().union(*(learner.spied for learner in learners))),
        "left_after_idling": left,
    }


def rows_of(counts: list[int], labs: list[str]) -> list[dict]:
    """Try the hub with so many learners, and again with so many."""
    rows = []
    for count in counts:
        names = [f"try-{number}" for number in range(1, count + 1)]
        with trial.hub(names, HUB_IDLE_S=IDLE_S) as address:
            rows.append(try_hub(address, names, labs))
        print(json.dumps(rows[-1], indent=2), flush=True)
    return rows


def keep(name: str, rows: list[dict]) -> None:
    """Write a record of rows, with its provenance."""
    record = {"provenance": str(machine.provenance()), "rows": rows}
    path = ROOT / "notebooks" / "results" / f"{name}.json"
    path.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def main(words: list[str]) -> int:
    """Try what the words say, or all of it; return 1 if something was wrong."""
    counts = [int(word) for word in words if word.isdecimal()] or [4, 8, 16]
    labs = [word for word in words if not word.isdecimal()] or ["04-submit"]
    rows = [] if words == ["mischief"] else rows_of(counts, labs)
    deeds = mischief.rows() if words in ([], ["mischief"]) else []
    if not words:
        keep("one-server", rows)
    if deeds:
        print(json.dumps(deeds, indent=2))
        keep("one-server-mischief", deeds)
    wrong = any(row[name] for row in rows for name in BAD)
    return int(wrong or any(deed["others"] for deed in deeds))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
