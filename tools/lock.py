"""Write requirements.txt: every package the project needs, pinned, with hashes, for all systems.

Run it with `make lock`. The resolver, uv, is the only thing this needs and the site does not,
so it lives in a throw-away environment for the length of one run.
"""

import os
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = "3.11"
HEADER = """\
# The lock: exact versions with hashes, for Python 3.11 to 3.15 on Linux, macOS and Windows.
# Made from pyproject.toml by `make lock`. Do not edit it by hand.
"""
OPTIONS = [
    "--universal",
    f"--python-version={OLDEST_PYTHON}",
    "--generate-hashes",
    "--upgrade",
    "--no-annotate",
    "--no-header",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-config",
    "--quiet",
]


def resolver_requirements():
    """Return the requirements of the group `lock` in pyproject.toml."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return settings["dependency-groups"]["lock"]


def install_resolver(folder):
    """Make an environment with uv in `folder` and return the path of its Python."""
    venv.create(folder, with_pip=True)
    python = Path(folder, "Scripts" if os.name == "nt" else "bin", "python")
    pip = [python, "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    subprocess.run([*pip, *resolver_requirements()], check=True)
    return python


def resolve(python):
    """Return the lock's text; raise CalledProcessError when no set of versions fits."""
    command = [python, "-m", "uv", "pip", "compile", "pyproject.toml", *OPTIONS]
    # The folder matters: uv reads the project's settings from it, and nothing from elsewhere.
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, encoding="utf-8")
    return HEADER + done.stdout


def main():
    """Write the lock; return the exit status."""
    print("Resolving the newest versions that pyproject.toml allows ...", flush=True)
    try:
        with tempfile.TemporaryDirectory() as folder:
            lock = resolve(install_resolver(folder))
    except subprocess.CalledProcessError as error:
        print(f"The lock stays as it was: {error.cmd[2:5]} failed; see above.", file=sys.stderr)
        return 1
    # newline: the same bytes, and so the same hash, on every system.
    (ROOT / "requirements.txt").write_text(lock, encoding="utf-8", newline="\n")
    print("Wrote requirements.txt. Run `make test`, then commit it with pyproject.toml.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
