"""Bad environments for the set-up check, each with the line that it has to print.

A program is run as `sh -c SHELL` with the check's command as "$@", in a copy of the labs' folder.
"""

import multiprocessing.util
import os
import sys
from dataclasses import dataclass, field

LINUX = sys.platform == "linux"
ROOT = LINUX and os.geteuid() == 0
ENCODED = "José 🐍 dir"
NO_RECONFIGURE = """
import io, sys
class Output(io.TextIOBase):  # as a notebook and IDLE have it
    encoding = "{encoding}"
    def __init__(self): self.file = sys.__stdout__
    def write(self, text): text.encode("{encoding}"); return self.file.write(text)
sys.stdout, sys.stdin = Output(), None
"""
FOREIGN_KERNEL = '{"argv": ["/nowhere/python", "{connection_file}"], "language": "python"}'


@dataclass(frozen=True)
class Bad:
    """What is wrong, the check to run, what it prints; and how the environment gets that bad."""

    name: str
    words: str  # which checks run
    line: str  # a regular expression, found in what is printed
    environment: dict[str, str | None] = field(default_factory=dict)  # FOLDER: that of the labs
    shell: str = 'exec "$@"'
    options: tuple[str, ...] = ()
    files: dict[str, str] = field(default_factory=dict)  # beside the labs
    before: str = ""  # Python, run in the check's process before it
    status: int = 1
    as_file: bool = False  # run lab/check_setup.py, from another folder
    folder: str = "notebooks"
    needs: bool = LINUX
    because: str = "this is made bad by what Linux has"


def root(*args, **kwargs):
    """Return an environment that only root can make, on Linux."""
    because = "needs root on Linux, to mount or to leave rights"
    return Bad(*args, needs=ROOT, because=because, **kwargs)


def mounted(*mounts):
    """Return a shell's text that mounts something for the check alone."""
    return f'exec unshare -m sh -ec \'{"; ".join(mounts)}; exec "$@"\' - "$@"'


# Newer Pythons find another place for their sockets.
SHORT_NAMES = {
    "needs": LINUX and not hasattr(multiprocessing.util, "_SUN_PATH_MAX"),
    "because": "this Python finds another place for sockets when the name of the usual is too long",
}
FULL = "mount -t tmpfs -o size=8k none /mnt"
NO_RIGHTS = 'exec setpriv --bounding-set=-dac_override,-dac_read_search "$@"'
READ_ONLY = "mount -t tmpfs none {0}; mount -o remount,ro {0}"
HIDING = r"mend  names of modules: hidden from the labs by a file: {}\.py"

ENVIRONMENTS = [
    # Where the report goes
    Bad(
        "a notebook's output, without reconfigure",
        "options",
        "ok    options",
        before=NO_RECONFIGURE.format(encoding="utf-8"),
        status=0,
    ),
    Bad(
        "an output with few letters",
        "home",
        r"ok    home folder",
        before=NO_RECONFIGURE.format(encoding="ascii"),
        status=0,
    ),
    Bad("standard output closed", "options", "ok    options", shell='exec "$@" >&-', status=0),
    Bad("no standard input", "threads", "ok    threads", shell='exec "$@" <&-', status=0),
    Bad("all streams closed", "options", "^$", shell='exec "$@" <&- >&- 2>&-', status=0),
    Bad(
        "a full disk below the report",
        "options",
        "cannot write its report: No space left on device",
        shell='exec "$@" >/dev/full',
    ),
    Bad("a reader that goes away", "", "Is this computer ready", shell='"$@" | head -1', status=0),
    Bad(
        "a locale without letters",
        "options",
        "ok    options",
        status=0,
        folder=ENCODED,
        environment={"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    ),
    Bad(
        "Latin-1 for all output",
        "options",
        "ok    options",
        status=0,
        folder=ENCODED,
        environment={"PYTHONIOENCODING": "latin-1"},
    ),
    # Names that hide others
    *(
        Bad(
            f"a file {name}.py beside the labs",
            "names",
            HIDING.format(name),
            files={f"{name}.py": "raise ImportError('mine')"},
        )
        for name in ("queue", "random", "threading", "multiprocessing", "socket", "numpy", "json")
    ),
    Bad(
        "a file queue.py, and the threads still work",
        "threads",
        "ok    threads",
        status=0,
        files={"queue.py": "raise ImportError('mine')"},
    ),
    Bad(
        "a folder logging beside the labs",
        "names",
        "hidden from the labs by a file: logging$",
        files={"logging/__init__.py": ""},
    ),
    Bad(
        "PYTHONPATH with a broken requests",
        "names",
        HIDING.format("requests"),
        environment={"PYTHONPATH": "FOLDER/mine"},
        files={"mine/requests.py": "1 / 0"},
    ),
    Bad(
        "PYTHONPATH with a broken tempfile",
        "spawn",
        "look  processes by spawn: .*: a file hides a",
        status=0,
        environment={"PYTHONPATH": "FOLDER/mine"},
        files={"mine/tempfile.py": "1 / 0"},
    ),
    Bad(
        "PYTHONPATH to nowhere",
        "names",
        "ok    names",
        environment={"PYTHONPATH": "/no/where"},
        status=0,
    ),
    # How Python was started
    Bad(
        "PYTHONOPTIMIZE=2",
        "options",
        "mend  options of Python: it leaves out every assert",
        environment={"PYTHONOPTIMIZE": "2"},
    ),
    Bad(
        "the option -O",
        "options",
        "mend  options of Python: it leaves out every assert",
        options=("-O",),
    ),
    Bad(
        "warnings are errors",
        "options",
        "mend  options of Python: it makes every warning an error",
        environment={"PYTHONWARNINGS": "error"},
    ),
    Bad(
        "the development mode",
        "options",
        "look  options of Python: it looks for mistakes",
        status=0,
        environment={"PYTHONDEVMODE": "1"},
    ),
    Bad(
        "PYTHONSAFEPATH",
        "options",
        "mend  options of Python: it does not look into the folder",
        environment={"PYTHONSAFEPATH": "1"},
        as_file=True,
    ),
    Bad("python -I", "threads", "ok    threads", options=("-I",), as_file=True, status=0),
    Bad("python -S", "packages", "mend  packages: missing: ipykernel", options=("-S",)),
    Bad("a log of imports", "threads", "ok    threads", options=("-X", "importtime"), status=0),
    Bad(
        "a fixed hash seed",
        "spawn",
        "ok    processes by spawn",
        status=0,
        environment={"PYTHONHASHSEED": "0"},
    ),
    Bad(
        "a broken start-up file",
        "threads",
        "ok    threads",
        status=0,
        environment={"PYTHONSTARTUP": "/no/where.py"},
    ),
    Bad(
        "a broken sitecustomize",
        "threads",
        "ok    threads",
        status=0,
        environment={"PYTHONPATH": "FOLDER/mine"},
        files={"mine/sitecustomize.py": "1 / 0"},
    ),
    Bad(
        "a Python that does not know itself",
        "threads",
        "does not know where its own program is",
        before="import sys; sys.executable = ''",
    ),
    Bad(
        "Python 3.7",
        "",
        r"need Python 3.11 or newer, and this is Python 3\.7",
        before="import sys; sys.version_info = (3, 7, 9)",
    ),
    Bad(
        "Python 3.10",
        "Python",
        "mend  Python: .* the labs need 3.11 or newer",
        before="import sys; sys.version_info = (3, 10, 4, 'final', 0)",
    ),
    Bad(
        "a Python from the future",
        "Python",
        "look  Python: .*newer than those",
        before="import sys; sys.version_info = (3, 99, 0, 'final', 0)",
        status=0,
    ),
    Bad(
        "a Python without ctypes",
        "threads",
        "ok    threads",
        status=0,
        before="import sys; sys.modules['ctypes'] = sys.modules['_ctypes'] = None",
    ),
    Bad(
        "a Python without a part that all need",
        "threads",
        "mend  Python: a part of it cannot be im",
        before="import sys; sys.modules['_socket'] = None",
    ),
    # What a program may have
    Bad(
        "20 open files",
        "open",
        "mend  open files: only 20 are allowed",
        shell='ulimit -n 20; exec "$@"',
    ),
    Bad(
        "64 open files",
        "open",
        "mend  open files: only 64 are allowed",
        shell='ulimit -n 64; exec "$@"',
    ),
    Bad(
        "8 open files for a pool",
        "spawn",
        "look  processes by spawn: .*: too many open files",
        status=0,
        shell='ulimit -n 8; exec "$@"',
    ),
    Bad(
        "20 open files for a kernel",
        "kernel",
        "mend  Jupyter kernel: .*: too many open files",
        shell='ulimit -n 20; exec "$@"',
    ),
    Bad(
        "little memory",
        "limit",
        "mend  limit of memory: .*0.3 GB only",
        shell='ulimit -v 300000; exec "$@"',
    ),
    Bad(
        "no memory for threads",
        "threads",
        "mend  threads: .*: (not enough memory|no more)",
        shell='ulimit -s 4000000; ulimit -v 4000000; exec "$@"',
    ),
    Bad("one core", "cores", "look  cores: 1 usable", shell='exec taskset -c 0 "$@"', status=0),
    # Folders
    Bad("no HOME", "home", "home folder: ", environment={"HOME": None}, status=0),
    Bad("an empty HOME", "home", "home folder: ", environment={"HOME": ""}, status=0),
    Bad(
        "HOME is a name alone",
        "home",
        "mend  home folder: there is none",
        environment={"HOME": "a"},
    ),
    Bad("HOME is the root", "home", "home folder: ", environment={"HOME": "/"}, status=0),
    Bad(
        "HOME is no folder",
        "home",
        "mend  home folder: JupyterLab cannot write into it",
        environment={"HOME": "/proc/nobody"},
    ),
    Bad(
        "a long TMPDIR",
        "passing",
        "mend  folder for passing files: its name has .* letters, too long",
        environment={"TMPDIR": f"FOLDER/{'x' * 80}"},
        files={f"{'x' * 80}/keep": ""},
        **SHORT_NAMES,
    ),
    Bad(
        "a long TMPDIR for processes",
        "forkserver",
        "by forkserver.*: the folder for passing files has",
        environment={"TMPDIR": f"FOLDER/{'x' * 100}"},
        files={f"{'x' * 100}/keep": ""},
        status=0,
        **SHORT_NAMES,
    ),
    Bad(
        "TMPDIR is no folder",
        "passing",
        "ok    folder for passing files",
        status=0,
        environment={"TMPDIR": "/no/where"},
    ),
    Bad(
        "another folder",
        "threads",
        "ok    threads",
        as_file=True,
        status=0,
        shell='cd /; exec "$@"',
    ),
    Bad(
        "a folder that is gone",
        "threads",
        "ok    threads",
        as_file=True,
        status=0,
        shell='d=$(mktemp -d); cd "$d"; rmdir "$d"; exec "$@"',
    ),
    Bad(
        "a folder with blanks and an emoji",
        "spawn",
        "ok    processes by spawn",
        status=0,
        folder=f"{ENCODED} 'of' mine",
    ),
    Bad(
        "a file that came without the others",
        "",
        "mend  labs: the folder of the labs is not complete",
        as_file=True,
        shell='rm -r FOLDER/lab/setup; exec "$@"',
    ),
    Bad(
        "a kernel of a Python that is gone",
        "kernel",
        "mend  Jupyter kernel: FileNotFoundError[^$]*kernelspec remove",
        environment={"JUPYTER_PATH": "FOLDER/j"},
        files={"j/kernels/python3/kernel.json": FOREIGN_KERNEL},
    ),
    root(
        "labs on a read-only disk",
        "labs",
        "mend  folder of the labs: cannot be written .*read-only",
        shell=mounted("mount --bind FOLDER FOLDER", "mount -o remount,bind,ro FOLDER"),
    ),
    root(
        "labs in somebody else's folder",
        "labs",
        "folder of the labs: cannot be written .*denied",
        shell=f"chown -R 7 FOLDER; chmod -R a=rX FOLDER; {NO_RIGHTS}",
    ),
    root(
        "a full disk for passing files",
        "passing",
        "passing files: cannot be written .*no space",
        shell=mounted(FULL),
        environment={"TMPDIR": "/mnt"},
    ),
    root(
        "a full disk",
        "room",
        "mend  room on the disk: only 0 MB free",
        shell=mounted(FULL),
        environment={"TMPDIR": "/mnt"},
    ),
    root(
        "no folder for passing files",
        "passing",
        "mend  folder for passing files: there is none",
        shell=mounted(
            "mount --bind FOLDER /mnt",
            "mount -o remount,bind,ro /mnt",
            "cd /mnt",
            READ_ONLY.format("/tmp"),
            READ_ONLY.format("/var/tmp"),
        ),
        environment={"TMPDIR": None},
    ),
    root(
        "a home that cannot be written",
        "home",
        "mend  home folder: JupyterLab cannot write into it",
        shell=mounted(READ_ONLY.format("/mnt")),
        environment={"HOME": "/mnt"},
    ),
    root(
        "no /dev/shm",
        "fork",
        "mend  processes by fork.*: ",
        shell=mounted(READ_ONLY.format("/dev/shm")),
    ),
    root(
        "no network at all",
        "server",
        "mend  server on this computer: blocked",
        shell='exec unshare -n "$@"',
    ),
    root(
        "no network for a kernel",
        "kernel",
        "mend  Jupyter kernel: not tried: it needs a server",
        shell='exec unshare -n "$@"',
    ),
    Bad(
        "a proxy for everything",
        "proxy",
        "mend  proxy: pages of this computer would be",
        environment={"http_proxy": "http://proxy.invalid:3128", "no_proxy": None, "NO_PROXY": None},
    ),
    Bad(
        "a proxy that leaves this computer alone",
        "proxy",
        "ok    proxy: none",
        environment={"http_proxy": "http://proxy.invalid:3128", "no_proxy": "127.0.0.1"},
        status=0,
    ),
    root(
        "all ports taken",
        "server",
        "mend  server on this computer: blocked",
        shell="exec unshare -n sh -ec '"
        'ip link set lo up; echo 40000 40000 > /proc/sys/net/ipv4/ip_local_port_range; exec "$@"\''
        ' - "$@"',
    ),
    Bad(
        "a runtime folder where none can be",
        "home",
        r"mend  home folder: JupyterLab cannot write into it\s+Cure: take away the variables JUP",
        environment={"JUPYTER_RUNTIME_DIR": "/proc/runtime"},
    ),
    Bad(
        "a link to the file",
        "threads",
        "ok    threads",
        shell='ln -s FOLDER/lab/check_setup.py FOLDER/../c.py; exec "$1" FOLDER/../c.py threads',
        status=0,
    ),
    Bad(
        "a link to the folder",
        "threads",
        "ok    threads",
        shell='ln -s FOLDER FOLDER/../linked; cd FOLDER/../linked; exec "$@"',
        status=0,
    ),
    Bad(
        "no more processes allowed",
        "threads",
        "mend  threads: .*: no more processes or threads are allowed",
        shell='ulimit -u 1; exec "$@"',
        needs=LINUX and not ROOT,
        because="root may start as many processes as it likes",
    ),
    # Interrupted
    Bad(
        "Ctrl-C",
        "",
        "Stopped.",
        status=130,
        # While the first child is started: an import or a callback could swallow it unseen.
        before="import _thread, sys\nsys.addaudithook(lambda event, _: "
        "_thread.interrupt_main() if event == 'subprocess.Popen' else None)",
    ),
    Bad("a word that no check has", "nonsense", "There is no such check. There are: Python, venv"),
]
