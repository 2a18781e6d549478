"""Lock what pyproject.toml asks for, in two parts, and what the hub asks for, for `make lock`.

requirements.txt has what the labs need. requirements-site.txt begins with it and adds the rest, at
versions that were found together. tools/hub/requirements.txt has what a hub needs besides.
All hold hashes for all systems, and no address of any index.
Options, such as --upgrade, go to uv.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from stick import entries

ROOT = Path(__file__).resolve().parent.parent
PROJECT = ROOT / "pyproject.toml"
LABS, SITE = ROOT / "requirements.txt", ROOT / "requirements-site.txt"
HUB = ROOT / "tools" / "hub" / "requirements.txt"
HEAD = "# Made by `make lock` from {}: {}\n"
USUAL = (
    "--universal --python-version=3.11 --generate-hashes --no-annotate --no-header "
    "--no-emit-index-url --no-emit-find-links --no-config --quiet"
)


def compiled(source: Path, output: Path, *options: str) -> list[str]:
    """Let uv write a lock, keeping the versions that are there; return its entries."""
    command = [sys.executable, "-m", "uv", "pip", "compile", str(source), *USUAL.split()]
    subprocess.run([*command, *options, f"--output-file={output}"], cwd=ROOT, check=True)
    return entries(output.read_text(encoding="utf-8"))


def lock(options: list[str]) -> None:
    """Write both parts; the labs' part is found within the versions of the whole."""
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder, "whole.txt")
        known = [path.read_text(encoding="utf-8") for path in (LABS, SITE) if path.exists()]
        whole.write_text("".join(part for text in known for part in entries(text)), "utf-8")
        together = compiled(PROJECT, whole, "--all-extras", *options)
        within = f"--constraint={whole}"
        labs = compiled(PROJECT, Path(folder, "labs.txt"), "--extra=clusters", within)
        hub = compiled(HUB.with_suffix(".in"), Path(folder, "hub.txt"), within, *options)
    rest = [entry for entry in together if entry not in labs]
    LABS.write_text(HEAD.format(PROJECT.name, "the labs") + "".join(labs), encoding="utf-8")
    more = HEAD.format(PROJECT.name, "the site and its tests") + f"-r {LABS.name}\n"
    SITE.write_text(more + "".join(rest), encoding="utf-8")
    HUB.write_text(HEAD.format("requirements.in", "a hub") + "".join(hub), encoding="utf-8")


if __name__ == "__main__":
    os.environ.pop("UV_CONSTRAINT", None)
    lock(sys.argv[1:])
