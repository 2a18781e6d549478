"""Let one learner do what a hub has to bear, while another works; tell what each was told.

Limits are small here, so that they are reached soon. Nobody but the learner may notice: the other
one runs lab 04 meanwhile, and no cell of it may fail.
"""

import re
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from html import unescape
from pathlib import Path

import trial
from simulated import Learner

LIMITS = {"HUB_PROCESSES": 100, "HUB_MEMORY_MB": 600, "HUB_FILE_MB": 50}
LAB = "04-submit"
CELLS = {
    "starts 200 processes": """
import os, signal
started = []
try:
    for _ in range(200):
        pid = os.fork()
        if not pid:
            signal.pause()
        started.append(pid)
finally:
    for pid in started:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
""",
    "fills a file without end": """
with open("large", "wb") as file:
    while True:
        file.write(bytes(1 << 20))
""",
    "takes memory without end": """
taken = []
while True:
    taken.append(bytearray(b"x" * (1 << 20)))
""",
    "kills the kernel": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
}
ENDLESS = """
import subprocess, sys
loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(8)]
loops[0].wait()
"""
INTERRUPTED_AFTER_S = 15


class Culprit(Learner):
    """A learner from whom a hub has to keep the others."""

    def cell(self, source: str) -> str:
        """Run a cell in a kernel of its own; return the last that it said."""
        self.said = ""
        self.run(self.kernel(), [source])
        return self.said

    def endless(self) -> str:
        """Compute on many processes until the stop button."""
        kernel = self.kernel()
        stop = f"/user/{self.name}/api/kernels/{kernel}/interrupt"
        button = threading.Timer(INTERRUPTED_AFTER_S, self.send, ["POST", stop])
        button.start()
        self.said = ""
        self.run(kernel, [ENDLESS])
        button.join()
        return self.said

    def second_browser(self) -> str:
        """Come in once more, as from another computer."""
        kernel, second = self.kernel(), Learner(self.name, self.address)
        second.come_in()
        kernels = second.web.get(f"{self.address}/user/{self.name}/api/kernels", timeout=60).json()
        return "the same server" if kernel in [each["id"] for each in kernels] else "another server"

    def refused(self, name: str, password: str) -> str:
        """Come in as somebody else; return what the page says."""
        page = Learner(name, self.address).log_in(password).text
        found = re.search(r'class="login_error[^>]*>(.*?)</', page, re.DOTALL)
        return unescape(found[1]).strip() if found else "nothing"

    def linked(self, target: Path) -> str:
        """Put a link to root's files where the labs were, and start the server again."""
        self.cell(f"import os; os.chdir(os.path.expanduser('~')); os.rename('labs', 'mine'); "
                  f"os.symlink({str(target)!r}, 'labs')")  # fmt: skip
        server = f"/hub/api/users/{self.name}/server"
        page = {"Referer": f"{self.address}/hub/home"}
        self.send("DELETE", server, headers=page).raise_for_status()
        self.come_in()
        owners = {path.stat().st_uid for path in (target, *target.iterdir())}
        return "they stay root's" if owners == {0} else f"they belong to {owners}"


@contextmanager
def roots_files():
    """Give a folder that all may enter, with a file of root."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        Path(folder, "of-root").touch(mode=0o600)
        yield Path(folder)


def deeds(culprit: Culprit, neighbour: str, files: Path) -> dict:
    """Return what is done, each with the function that does it and returns what was said."""
    cells = {name: (culprit.cell, source) for name, source in CELLS.items()}
    return cells | {
        "computes without end on 8 processes": (culprit.endless,),
        "comes in with a second browser": (culprit.second_browser,),
        "tries a neighbour's name": (culprit.refused, neighbour, "let me in"),
        "tries a name that is not listed": (culprit.refused, "nobody", "let me in"),
        "links the labs' folder to files of root": (culprit.linked, files),
    }


def rows() -> list[dict]:
    """Try all of it; each row: what was done, what was said, and what the other one noticed."""
    names, told = ["try-1", "try-2"], []
    with (
        trial.hub(names, **LIMITS) as address,
        roots_files() as files,
        ThreadPoolExecutor(1) as pool,
    ):
        culprit, neighbour = Culprit(names[0], address), Learner(names[1], address)
        culprit.come_in()
        neighbour.come_in()
        for deed, (act, *words) in deeds(culprit, neighbour.name, files).items():
            working = pool.submit(neighbour.work, [LAB])
            said = act(*words)
            working.result()
            told.append({"deed": deed, "said": said, "others": [*neighbour.failed]})
            neighbour.failed.clear()
            neighbour.end_kernels()
            culprit.end_kernels()
    return told
