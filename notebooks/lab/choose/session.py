"""Have a request measured in a process of its own, within the budget, and gather what it says."""

import contextlib
import json
import os
import pickle
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from lab.choose.findings import Findings
from lab.choose.request import Request

GUARD = "import sys; sys.path.append({path!r}); from lab.keeper.guard import main; main()"
MEASURE = "from lab.choose.child import main; main()"
HERE = str(Path(__file__).resolve().parents[2])


def measure(request: Request, budget_s: float, show: Callable[[str], None]) -> Findings:
    """Return what was found within the budget; `show` gets a line of progress now and then.

    Ctrl-C ends the measuring, and what was measured so far comes back.
    """
    start_s = time.monotonic()
    findings = Findings(budget_s)
    try:
        with guarded(pickle.dumps(request)) as said:
            follow(said, findings, start_s + budget_s, show)
    except KeyboardInterrupt:
        findings.end("Ctrl-C")
    findings.elapsed_s = time.monotonic() - start_s
    return findings


@contextlib.contextmanager
def guarded(request: bytes) -> Iterator[queue.SimpleQueue]:
    """Start a guard with a request, and give its lines; at the end nothing of it is left."""
    with subprocess.Popen(
        [sys.executable, "-c", GUARD.format(path=HERE)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C in a terminal is for us
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as guard:
        lines = queue.SimpleQueue()
        reader = threading.Thread(target=read, args=(guard.stdout, lines), daemon=True)
        reader.start()
        try:
            guard.stdin.write(about(request) + b"\n" + request)
            guard.stdin.flush()
            yield lines
        finally:
            with contextlib.suppress(OSError):  # it has ended already
                guard.stdin.close()  # the guard ends all that is left, then itself
            reader.join()


def about(request: bytes) -> bytes:
    """Return what the guard must know before it reads a request."""
    path = [os.path.abspath(folder) for folder in [*sys.path, HERE]]
    return json.dumps({"size_bytes": len(request), "code": MEASURE, "path": path}).encode()


def read(stream, lines: queue.SimpleQueue) -> None:
    """Put each line into the queue, and None at the end."""
    for line in stream:
        lines.put(line)
    lines.put(None)


def follow(
    lines: queue.SimpleQueue, findings: Findings, deadline: float, show: Callable[[str], None]
) -> None:
    """Add what is said to the findings, until the end or the deadline."""
    while True:
        try:
            line = lines.get(timeout=max(0, deadline - time.monotonic()))
        except queue.Empty:
            findings.end("budget")
            return
        if line is None:
            return
        if line.strip().isdigit():  # said before each call of the first pass
            findings.item = int(line)
            continue
        findings.add(json.loads(line))
        show(findings.progress())
