"""Try the hub with simulated learners, and keep what was measured: `make hub-load`.

Each logs in, starts a server and a real kernel, and runs labs cell by cell, all at the same time.
Told are: the times, the memory of a learner, claims that failed, whether anybody could look at
another's files or processes, and what is left after the servers were ended for idleness. The rows
are kept in notebooks/results/one-server.json, for the page "One server for the room".
"""

import json
import os
import pwd
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import requests

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "notebooks"))

from simulated import Learner  # noqa: E402

from lab import machine  # noqa: E402

ADDRESS = "http://127.0.0.1:8765"
IDLE_S = 120  # the first wait for the last to be ready, without a word
SYSTEM_MB = 1024  # what system and hub take, generously


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


def try_hub(count: int, labs: list[str]) -> dict:
    """Let so many learners work at once; return what was measured."""
    names = [f"try-{number}" for number in range(1, count + 1)]
    learners = [Learner(name, ADDRESS) for name in names]
    peaks: list[list[float]] = []
    with ThreadPoolExecutor(count) as pool:
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
    each_mb = max(map(sum, peaks)) / count
    return {
        "learners": count,
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


def main(counts: list[int], labs: list[str]) -> int:
    """Try the hub with so many learners, and again with so many; keep the rows."""
    rows = []
    for count in counts:
        rows.append(try_one(count, labs))
        print(json.dumps(rows[-1], indent=2))
    record = {"provenance": str(machine.provenance()), "rows": rows}
    path = ROOT / "notebooks" / "results" / "one-server.json"
    path.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    wrong = ("claims_failed", "looked_at_others", "left_after_idling")
    return int(any(row[name] for row in rows for name in wrong))


def try_one(count: int, labs: list[str]) -> dict:
    """Start a hub of our own, try it, end it, and remove the learners' accounts."""
    with tempfile.TemporaryDirectory() as folder:
        names, state = Path(folder, "names.txt"), Path(folder, "state")
        names.write_text("".join(f"try-{number}\n" for number in range(1, count + 1)))
        environment = {"HUB_ADDRESS": ADDRESS, "HUB_STATE": str(state), "HUB_IDLE_S": str(IDLE_S)}
        command = [sys.executable, str(HERE / "start.py"), str(names)]
        hub = subprocess.Popen(command, env=os.environ | environment)
        try:
            wait_for_hub(hub)
            return try_hub(count, labs)
        finally:
            hub.terminate()
            hub.wait(60)
            for number in range(1, count + 1):
                user = f"lab-try-{number}"
                subprocess.run(["userdel", "-r", user], capture_output=True, check=False)


def wait_for_hub(hub: subprocess.Popen) -> None:
    """Return when the hub answers; end when it has ended."""
    for _ in range(240):
        if hub.poll() is not None:
            sys.exit(hub.returncode)
        try:
            requests.get(f"{ADDRESS}/hub/login", timeout=5).raise_for_status()
            return
        except requests.RequestException:
            time.sleep(1)
    sys.exit(f"The hub at {urlsplit(ADDRESS).netloc} did not answer.")


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    names = [word for word in sys.argv[1:] if not word.isdigit()]
    sys.exit(main(numbers or [4, 8, 16], names or ["04-submit"]))
