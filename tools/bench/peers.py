"""Install what only the comparison needs, below build/bench, and nowhere else."""

import sysconfig
import tomllib
import venv

from .commands import run
from .projects import FOLDER, ROOT

TOOLS = ("lighthouse@13", "vnu-jar")


def peer_python():
    """Return a Python that has the peers of the group `bench` on top of this environment.

    Raises Failed when they cannot be installed.
    """
    folder = FOLDER / "peers"
    python, finished = folder / "bin" / "python", folder / "finished"
    if not finished.exists():
        venv.create(folder, with_pip=True, clear=True)
        [packages] = folder.glob("lib/*/site-packages")
        (packages / "site.pth").write_text(sysconfig.get_path("purelib") + "\n")
        settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        peers = settings["dependency-groups"]["bench"]
        run([python, "-m", "pip", "install", "--quiet", "--prefer-binary", *peers])
        finished.touch()
    return python


def node_tools():
    """Return the folder of the tools that npm installs; raises Failed when it cannot."""
    folder = FOLDER / "node"
    finished = folder / "finished"
    if not finished.exists():
        folder.mkdir(parents=True, exist_ok=True)
        run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, *TOOLS])
        finished.touch()
    return folder / "node_modules"
