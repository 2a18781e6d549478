"""Fetch what a page loads to run Python: npm's pyodide and an editor, as run_here/ locks them.

`make html` runs this. npm compares each package with the hash in the lock, and takes what it has
fetched before from its own cache. Without npm, or without a network, the site is built all the same
and its pages have no button "Run it here": one line says so, and the status is 0.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("package.json", "package-lock.json", "codemirror.js")
LIMIT_S = 300
QUIETLY = ("--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=1")


class Missing(Exception):
    """The files cannot be had; its text says why."""


def fingerprint(source: Path) -> str:
    """Return a hash of all that says what to fetch."""
    return hashlib.sha256(b"".join((source / name).read_bytes() for name in SOURCES)).hexdigest()


def npm(*arguments: str, cwd: Path) -> None:
    """Run npm in a folder; raise Missing, with npm's last line, when it fails."""
    program = shutil.which("npm")
    if program is None:
        raise Missing("npm is not installed")
    try:
        subprocess.run(
            [program, *arguments], cwd=cwd, check=True, capture_output=True, text=True,
            timeout=LIMIT_S,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Missing("npm did not answer in time") from None
    except subprocess.CalledProcessError as error:
        lines = [line for line in error.stderr.splitlines() if "error" in line]
        raise Missing(lines[0] if lines else "npm failed") from None


def fetch(root: Path = ROOT) -> None:
    """Bring build/run-here to what run_here/ locks, if it is not; raise Missing when it cannot."""
    source, folder = root / "run_here", root / "build" / "run-here"
    stamp, wanted = folder / "made-from", fingerprint(source)
    if stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in SOURCES:
        shutil.copy(source / name, folder)
    npm("ci", "--omit-lockfile-registry-resolved", *QUIETLY, cwd=folder)
    npm("run", "editor", cwd=folder)
    stamp.write_text(wanted, encoding="utf-8")


def main() -> int:
    """Fetch, or say in one line what is missing."""
    try:
        fetch()
    except (Missing, OSError) as problem:
        print(f'The pages get no button "Run it here": {problem}.', file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
