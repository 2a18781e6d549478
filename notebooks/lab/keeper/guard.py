"""Run a measuring process, hand on what it says, and end it with all that it has started.

This is the process between the reader's program and the one that measures. It reads a request
from its standard input: one line that says how long it is, what to run and where to import from,
then the request itself. When its input closes, because the reader's program has had enough or is
gone, it ends the measuring process at once. So neither a call that hangs nor one that started
processes leaves anything behind.
"""

import contextlib
import json
import os
import queue
import subprocess
import sys
import tempfile
from pathlib import Path

from lab.keeper import outlive_polite_signals, short_place, wait_until_deserted, when_called
from lab.keeper.process_tree import ProcessTree


def main() -> None:
    """Run one request to its end, and say last with which exit code the process ended."""
    about = json.loads(sys.stdin.buffer.readline())
    request = sys.stdin.buffer.read(about["size_bytes"])
    outlive_polite_signals()
    with tempfile.TemporaryDirectory("", "lab-", short_place(), True) as folder:
        Path(folder, "request").write_bytes(request)
        exit_code = follow(about["code"], folder, about["path"])
    print(json.dumps({"event": "gone", "exit_code": exit_code}), flush=True)


def follow(code: str, folder: str, path: list[str]) -> int | None:
    """Run the measuring process, and return its exit code, or None if it was ended."""
    command = [sys.executable, "-c", code, str(Path(folder, "request"))]
    # What multiprocessing puts into the temporary folder goes away with ours. A pool's interpreters
    # know what PYTHONPATH says, and not what a program has added to its path.
    environment = os.environ | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), folder)
    environment["PYTHONPATH"] = os.pathsep.join(path)
    events = queue.SimpleQueue()
    with ProcessTree(command, os.getcwd(), environment) as tree:
        when_called(lambda: hand_on(tree.program), lambda: events.put("silent"))
        when_called(tree.program.wait, lambda: events.put("ended"))
        when_called(wait_until_deserted, lambda: events.put("deserted"))
        happened = events.get()
        if happened != "deserted":
            with contextlib.suppress(queue.Empty):  # silent and ended, the one soon after the other
                happened = events.get(timeout=2)
        return tree.program.poll() if happened != "deserted" else None


def hand_on(program: subprocess.Popen) -> None:
    """Copy what the measuring process says to our own output, as it comes."""
    while said := program.stdout.read(65536):
        sys.stdout.buffer.write(said)
        sys.stdout.buffer.flush()
