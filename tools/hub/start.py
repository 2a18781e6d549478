"""Start one server for a room: `make hub NAMES=names.txt`, as root, on Linux.

HUB_ADDRESS, HUB_MEMORY_MB, HUB_PROCESSES, HUB_FILE_MB and HUB_IDLE_S change what they say; the
page "One server for the room" explains them. Everything that keeps the hub from starting is one
sentence.
"""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
STATE = Path(os.environ.get("HUB_STATE", ROOT / "build" / "hub")).resolve()
sys.path.append(str(ROOT / "tools"))

import browser_python  # noqa: E402  it knows where to get npm
import limits  # noqa: E402
from names import names_in  # noqa: E402

ADDRESS = os.environ.get("HUB_ADDRESS", "http://127.0.0.1:8000")


class Problem(Exception):
    """What keeps the hub from starting, and what to do, in a sentence."""


def check(names: Path) -> None:
    """Raise Problem for what would only show when the first learner comes in."""
    if sys.platform != "linux":
        raise Problem("A hub runs on Linux: it makes an account for each learner.")
    if os.geteuid() != 0:
        raise Problem("A hub makes an account for each learner, so start it as root (sudo).")
    if not names.is_file():
        raise Problem(f"There is no file {names}: write the learners' names into one, one a line.")
    try:
        if not names_in(names):
            raise Problem(f"{names} holds no name: write the learners' names into it, one a line.")
    except UnicodeDecodeError:
        raise Problem(
            f"{names} is no plain text: save it as text (UTF-8), one name a line."
        ) from None
    except ValueError as error:
        raise Problem(str(error)) from None
    for path in (Path(sys.base_prefix), Path(sys.prefix), ROOT / "notebooks"):
        if shut := shut_before(path):
            raise Problem(
                f"Learners cannot enter {shut}, and so not {path}: put this project and its "
                "Python where everybody may read, such as /opt."
            )
    host, port = host_and_port(ADDRESS)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Problem(
                f"{ADDRESS} cannot be used ({error.strerror}): name another one, "
                f"HUB_ADDRESS=http://127.0.0.1:8001 make hub NAMES={names}"
            ) from None


def host_and_port(address: str) -> tuple[str, int]:
    """Return both parts of an address such as http://192.168.1.20:8000, or raise Problem."""
    place = urlsplit(address)
    with contextlib.suppress(ValueError):  # of a port that is no number
        if place.scheme == "http" and place.hostname:
            return place.hostname, place.port or 80
    raise Problem(f"HUB_ADDRESS={address} is no address: write it as http://192.168.1.20:8000.")


def shut_before(path: Path) -> Path | None:
    """Return the first folder on the way to a path that not everybody may enter."""
    way = reversed((path, *path.parents))
    return next((folder for folder in way if not folder.stat().st_mode & 0o001), None)


def install() -> list[str]:
    """Install the hub's own packages, if they are not there; return what starts its proxy."""
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes"]
    done = subprocess.run([*pip, "-r", HERE / "requirements.txt"], check=False)
    if done.returncode:
        raise Problem("The hub's packages could not be installed: is there a network?")
    STATE.mkdir(parents=True, exist_ok=True)
    STATE.chmod(0o700)
    for path in (HERE / "package.json", HERE / "package-lock.json", ROOT / "run_here/node.txt"):
        shutil.copy(path, STATE)
    proxy = STATE / "node_modules" / "configurable-http-proxy" / "bin" / "configurable-http-proxy"
    npm = browser_python.npm(STATE)
    if not proxy.exists():
        browser_python.run([*npm, "ci", *browser_python.QUIETLY], STATE, "npm")
    node = npm[0] if len(npm) > 1 else shutil.which("node")
    return [node, str(proxy)]


def hide_processes() -> str:
    """Let nobody see others' processes; return a sentence if the system does not allow it."""
    command = ["mount", "-o", "remount,hidepid=2", "/proc"]
    done = subprocess.run(command, capture_output=True, check=False)
    return "Learners can see the names of each other's processes here." * bool(done.returncode)


def free_ports(count: int) -> list[int]:
    """Return ports of this computer that nobody uses: for the hub and for its proxy's own door."""
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [probe.getsockname()[1] for probe in probes]


def main(names: str) -> int:
    """Check, install, and become the hub; return 1 if something is in its way."""
    try:
        check(Path(names))
        proxy = install()
    except (Problem, browser_python.Missing) as problem:
        print(problem, file=sys.stderr)
        return 1
    limits.QUEUE.touch()
    limits.QUEUE.chmod(0o666)
    for told in filter(None, (limits.missing(), hide_processes())):
        print(f"Look out: {told}")
    print(
        f"The hub is at {ADDRESS}. Learners choose their password when they first come in.",
        flush=True,
    )
    values = {
        "HUB_STATE": STATE,
        "HUB_NAMES": Path(names).resolve(),
        "HUB_LABS": ROOT / "notebooks",
    }
    os.environ |= {name: str(value) for name, value in values.items()}
    os.environ |= {"HUB_PROXY": "\n".join(proxy), "HUB_PORTS": " ".join(map(str, free_ports(2)))}
    os.chdir(STATE)
    hub = [sys.executable, "-m", "jupyterhub", "-f", str(HERE / "jupyterhub_config.py")]
    os.execv(sys.executable, hub)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "names.txt"))
