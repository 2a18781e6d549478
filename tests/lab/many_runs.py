"""Run many programs in the sandbox, kill a third of the runs at random moments, see what is left.

    python tests/lab/many_runs.py 300

A run is killed in one of three ways: its notebook dies, its keeper dies, or the program itself.
"""

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

LABS = Path(__file__).parents[2] / "notebooks"
NOTEBOOK = f"import sys; sys.path.append({str(LABS)!r}); from lab import sandbox; sandbox.run("
ADDRESS = "127.0.0.77"  # all of 127 is this computer, and nobody else listens here
SLEEP = "import time; time.sleep(600)"
# A program notes what it holds in a file outside of its sandbox.
NOTE = """
import os, tempfile
def note(what):
    with open(tempfile.mkstemp(prefix="held-", dir=os.environ["TMPDIR"] + "/..")[0], "w") as file:
        file.write(str(what))
"""
PROGRAMS = [
    "print('hello')",
    "1 / 0",
    SLEEP,
    "while True: print('x' * 70)",
    f"{NOTE}import socket; server = socket.create_server(('{ADDRESS}', 0))\n"
    f"note(server.getsockname()[1])\n{SLEEP}",
    f"{NOTE}from multiprocessing.shared_memory import SharedMemory\n"
    f"memory = SharedMemory(create=True, size=9)\nnote(memory.name)\n{SLEEP}",
    "import subprocess, sys\n"
    f"subprocess.Popen([sys.executable, '-c', {SLEEP!r}], start_new_session=True)",
    f"import os\nfor _ in range(4): os.fork()\n{SLEEP}",
    "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)",
    f"import signal\nfor s in (1, 2, 3, 15): signal.signal(s, signal.SIG_IGN)\n{SLEEP}",
    "if __name__ == '__main__':\n    import multiprocessing as m, time\n"
    "    with m.get_context('spawn').Pool(2) as pool: pool.map(time.sleep, [60, 60])",
]


def leftovers(runs: int, seed: int = 0) -> list[str]:
    """Make the runs, and return the processes, ports, files and folders that they left."""
    with tempfile.TemporaryDirectory(prefix="m-") as folder:
        with ThreadPoolExecutor(6) as pool:
            list(pool.map(lambda n: one_run(n, folder, random.Random(seed + n)), range(runs)))
        deadline = time.monotonic() + 60
        while (left := left_in(folder)) and time.monotonic() < deadline:
            time.sleep(0.05)  # a notebook that was killed does not wait for its keeper
        noted = [path.read_text() for path in Path(folder).glob("held-*")]
    return left + [what for what in noted if is_held(what)]


def one_run(number: int, folder: str, dice: random.Random) -> None:
    """Run a program in a sandbox of a notebook of its own; every third one is killed."""
    program = PROGRAMS[number % len(PROGRAMS)]
    command = [sys.executable, "-c", f"{NOTEBOOK}{program!r}, {dice.uniform(0.2, 1.5)})"]
    settings = {"env": os.environ | {"TMPDIR": folder}, "start_new_session": True}
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, **settings) as notebook:
        if number % 3 == 0:
            time.sleep(dice.uniform(0, 1.5))
            kill(notebook, generation=number // 3 % 3)
        notebook.wait(120)


def kill(notebook: subprocess.Popen, generation: int) -> None:
    """Kill the notebook (0), its keeper (1) or the keeper's program (2), if it is there."""
    victim = notebook.pid
    for _ in range(generation):
        victim = next(iter(children(victim)), None)
        if victim is None:
            return
    with contextlib.suppress(ProcessLookupError):
        os.kill(victim, signal.SIGKILL)


def children(pid: int) -> list[int]:
    threads = Path(f"/proc/{pid}/task").glob("*/children")
    with contextlib.suppress(OSError):
        return [int(child) for thread in threads for child in thread.read_text().split()]
    return []


def left_in(folder: str) -> list[str]:
    """Return the processes that know a folder, and what is in it, but for the notes."""
    found = [name for name in os.listdir(folder) if not name.startswith("held-")]
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            if folder.encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_text())
    return found


def is_held(what: str) -> bool:
    """Tell whether a port still answers, or shared memory is still there."""
    if not what.isdigit():
        return Path("/dev/shm", what).exists()
    with socket.socket() as client:
        return client.connect_ex((ADDRESS, int(what))) == 0


if __name__ == "__main__":
    start_s = time.monotonic()
    left = leftovers(int(sys.argv[1]), seed=int(time.time()))
    print(*left, f"{sys.argv[1]} runs in {time.monotonic() - start_s:.0f} s", sep="\n")
    print(f"left: {len(left)}")
    sys.exit(bool(left))
