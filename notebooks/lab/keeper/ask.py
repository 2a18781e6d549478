"""Start a keeper, wait for its answer, and clean up should its program have overcome it."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from lab.keeper.descendants import below, living_in
from lab.keeper.process_tree import end_all
from lab.keeper.remove import remove

HERE = str(Path(__file__).parents[2])
KEEPER = "import sys; sys.path.append({path!r}); from lab.keeper import main; main()"
GRACE_S = 1.0  # after the time limit, a keeper that was told to stop is told to go on
LONGEST_END_S = 30.0  # then a keeper that has not answered is given up
OVERCOME = "this program has attacked the process that watches over it, and was ended"


def ask_keeper(request: dict) -> dict:
    """Start a keeper, hand it the request, and return its answer.

    Its standard input stays open as long as we wait: that it closes is how the keeper learns
    that nobody waits any more. What it knows it tells line by line, so that the program and its
    folder are known if it should end too early.
    """
    start_s = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", KEEPER.format(path=HERE)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,  # Ctrl-C in a terminal is for us, not for the keeper
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as keeper:
        try:
            with awake(keeper, request["limit_s"]):
                with contextlib.suppress(BrokenPipeError):  # it has ended already, and says why
                    keeper.stdin.write(json.dumps(request).encode() + b"\n")
                    keeper.stdin.flush()
                said = keeper.stdout.read().decode(errors="replace")
        finally:
            with contextlib.suppress(BrokenPipeError):
                keeper.stdin.close()
    known = told_in(said)
    if "seconds" in known and not keeper.returncode:
        return known
    if "folder" in known:
        end_orphans(known.get("pid"), known["folder"])
    if "pid" not in known:
        raise OSError(f"the program could not be run: {last_line(said)}")
    ending = {"exit_code": -signal.SIGKILL, "stopped": False, "pieces": [(True, OVERCOME)]}
    return known | ending | {"seconds": time.monotonic() - start_s}


@contextlib.contextmanager
def awake(keeper: subprocess.Popen, limit_s: float):
    """Let no program stop the keeper for ever: wake it up, and if that does not help, end it."""
    answered = threading.Event()

    def watch() -> None:
        if not answered.wait(min(limit_s + GRACE_S, threading.TIMEOUT_MAX)):
            for _ in range(int(LONGEST_END_S * 10)):
                if hasattr(signal, "SIGCONT"):
                    keeper.send_signal(signal.SIGCONT)
                if answered.wait(0.1):
                    return
            keeper.kill()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        answered.set()
        watcher.join()


def told_in(said: str) -> dict:
    """Return what the keeper has told: the lines that are JSON."""
    known = {}
    for line in said.splitlines():
        with contextlib.suppress(ValueError, TypeError):
            known |= json.loads(line)
    return known


def last_line(said: str) -> str:
    return said.strip().rpartition("\n")[2]


def end_orphans(pid: int | None, folder: str) -> None:
    """End a program without a keeper, and all that it has started, and remove its folder.

    On Linux gets away only who has left the folder and the environment, or has lost its parent and
    left the program's group of processes, elsewhere who has lost its parent and left the group.
    """
    if os.name == "posix" and pid:
        linux = sys.platform == "linux"
        end_all(lambda: living_in(folder) if linux else below(pid) | {pid}, pid)
    remove(folder)
