"""Keep watch over one program for `lab.sandbox`, in a process of its own.

The keeper owns all that the program could leave behind: its processes, its folder, its output. It
reads what to run as one line of JSON from its standard input, and writes lines of JSON to its
standard output: first which folder and which process it watches over, so that `lab.keeper.ask` can
end them should the program kill the keeper, and in the end what happened. When its standard input
closes, because a notebook was interrupted or has died, it ends the program at once. So nothing is
left, whichever of the three ends first.
"""

import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from lab.keeper.printed import Printed
from lab.keeper.process_tree import ProcessTree
from lab.keeper.remove import remove

LINE_BY_LINE = Path(__file__).with_name("line_by_line")
LONGEST_PLACE = 40  # characters; the name of a socket has room for about a hundred


def main() -> None:
    """Run what standard input asks for, and answer on standard output."""
    request = json.loads(sys.stdin.readline())
    outlive_polite_signals()
    folder = os.path.realpath(tempfile.mkdtemp(prefix="lab-", dir=short_place()))
    try:
        tell({"folder": folder})
        answer = keep(request, folder)
    finally:
        remove(folder)
    tell(answer)


def tell(known: dict) -> None:
    print(json.dumps(known), flush=True)


def keep(request: dict, folder: str) -> dict:
    """Run the request's program in an empty folder until it ends, or has to be ended."""
    Path(folder, "program.py").write_text(request["program"], encoding="utf-8")
    command = [request["python"], "program.py"]
    start_s = time.monotonic()
    with ProcessTree(command, folder, environment(request["path"], folder)) as tree:
        tell({"pid": tree.program.pid})
        events = queue.SimpleQueue()
        printed = watch(tree.program, request["interrupt_when"], events)
        stopped = follow(tree, events, start_s + request["limit_s"])
        seconds = time.monotonic() - start_s
        pieces = printed.pieces()  # before the end makes others complain
    if not stopped:
        pieces = printed.all_pieces()
    exit_code = None if stopped else tree.program.returncode
    ending = {"exit_code": exit_code, "stopped": stopped, "seconds": seconds}
    return {"pieces": pieces, "never_printed": printed.awaited.decode(), **ending}


def outlive_polite_signals() -> None:
    """Take no notice when the program asks its parent to end; `heed_ctrl_c` does so for Ctrl-C.

    It is a function that does nothing, because the program would inherit to ignore a signal.
    """
    for name in ("SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: None)


def short_place() -> str:
    """Return where to make the folder: not the usual place if sockets could have no name there."""
    usual = tempfile.gettempdir()
    if os.name == "nt":
        return usual
    return "/tmp" if len(usual) > LONGEST_PLACE and os.access("/tmp", os.W_OK) else usual


def watch(program: subprocess.Popen, interrupt_when: str, events: queue.SimpleQueue) -> Printed:
    """Begin to read what the program prints; put what happens to it into `events`."""
    when_called(program.wait, lambda: events.put("ended"))
    when_called(wait_until_deserted, lambda: events.put("deserted"))
    awaited = interrupt_when.encode()
    return Printed(program.stdout, program.stderr, awaited, lambda: events.put("interrupt"))


def environment(path: str, folder: str) -> dict[str, str]:
    """Return the environment of the program: nobody's settings for Python, and no colours.

    Our instruments can be imported. Temporary files go to the program's folder, and away with it.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PYTHON") and name != "FORCE_COLOR"
    }
    python = {
        "PYTHONPATH": os.pathsep.join((path, str(LINE_BY_LINE))),
        "PYTHON_COLORS": "0",
        "PYTHONIOENCODING": "utf-8",
    }
    return kept | python | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), folder)


def when_called(call: Callable, then: Callable) -> None:
    """Call `call` in a thread, and `then` when it has returned."""
    threading.Thread(target=lambda: (call(), then()), daemon=True).start()


def wait_until_deserted() -> None:
    """Return when nobody holds the other end of our standard input any more."""
    while os.read(0, 1):
        pass


def follow(tree: ProcessTree, events: queue.SimpleQueue, deadline: float) -> bool:
    """Wait for the end of the program; return whether it has to be stopped instead."""
    while True:
        try:
            event = events.get(timeout=max(0, deadline - time.monotonic()))
        except queue.Empty:
            return True
        if event == "interrupt":
            tree.interrupt()
        else:
            return event == "deserted"
