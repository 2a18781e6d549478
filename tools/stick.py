"""Fill the folder `packages` for a stick, for several systems and Pythons at once, and read it.

    .venv/bin/python tools/stick.py windows-3.13 macos-3.13 linux-3.12

downloads what the labs need on each of them, from this computer. `macos` is one with Apple's own
processors, the other two are x86-64. Packages that are there already are not downloaded again.
"""

import platform
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What a system is called by pip, by the markers of the lock, and by people.
PLATFORMS = {
    "windows": (["win_amd64"], ("win32", "nt", "Windows", "AMD64")),
    "macos": (["macosx_14_0_arm64"], ("darwin", "posix", "Darwin", "arm64")),
    "linux": (
        ["manylinux2014_x86_64", *(f"manylinux_2_{n}_x86_64" for n in range(18, 35))],
        ("linux", "posix", "Linux", "x86_64"),
    ),
}
NAMES = {"win": "Windows", "macosx": "macOS", "manylinux": "Linux", "musllinux": "Linux"}
SYSTEMS = {"Darwin": "macOS"}
COMPILED = re.compile(r"^numpy-[^-]+-cp(\d)(\d+)-cp\d+t?-([a-z]+)")


def kinds(folder: Path) -> list[str]:
    """Return for which Pythons and systems a folder has packages, by those of NumPy."""
    found = {
        (int(wheel[2]), f"Python {wheel[1]}.{wheel[2]} on {NAMES.get(wheel[3], wheel[3])}")
        for path in folder.glob("*.whl")
        if (wheel := COMPILED.match(path.name))
    }
    return [kind for _, kind in sorted(found)]


def told(folder: Path) -> str:
    """Return a sentence about a folder that lacks what this Python needs."""
    system = SYSTEMS.get(platform.system(), platform.system())
    here = f"Python {sys.version_info[0]}.{sys.version_info[1]} on {system}"
    has = ", ".join(kinds(folder)) or "none that the labs need"
    return f"The folder packages lacks some for {here}; it is for: {has}."


def entries(lock_text: str) -> list[str]:
    """Return the entries of a lock: a name with its version and marker, and its hashes."""
    return [part for part in re.split(r"^(?=[a-z0-9])", lock_text, flags=re.M) if "==" in part]


def wanted(lock_text: str, system: str, python: str) -> str:
    """Return the entries of a lock that count on a system with a Python such as 3.13."""
    from packaging.markers import Marker  # it comes with the labs' packages, not with Python

    sys_platform, os_name, name, machine = PLATFORMS[system][1]
    there = {
        "sys_platform": sys_platform, "os_name": os_name, "platform_system": name,
        "platform_machine": machine, "python_version": python, "python_full_version": f"{python}.0",
        "implementation_name": "cpython", "platform_python_implementation": "CPython",
    }  # fmt: skip
    chosen = []
    for entry in entries(lock_text):
        head, _, hashes = entry.partition("\\")
        requirement, _, marker = head.partition(" ; ")
        if not marker or Marker(marker.strip()).evaluate(there):
            chosen.append(f"{requirement.strip()} \\{hashes}")
    return "".join(chosen)


def fill(folder: Path, targets: Iterable[str]) -> None:
    """Download for each target, such as windows-3.13; raise ValueError for another form."""
    lock_text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    for target in targets:
        system, _, python = target.rpartition("-")
        if system not in PLATFORMS or not re.fullmatch(r"3\.\d+", python):
            raise ValueError(f"{target!r}: say {', '.join(PLATFORMS)} with a Python: linux-3.13")
        abi = "cp" + python.replace(".", "")
        options = [f"--platform={each}" for each in PLATFORMS[system][0]]
        options += [f"--python-version={python}", "--implementation=cp", "--only-binary=:all:"]
        options += [f"--abi={each}" for each in (abi, "abi3", "none")]
        with tempfile.TemporaryDirectory() as temporary:
            chosen = Path(temporary, "requirements.txt")
            chosen.write_text(wanted(lock_text, system, python), encoding="utf-8")
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
            command += ["--require-hashes", *options, "-r", chosen, "-d", folder]
            subprocess.run(command, check=True)
        print(f"{target}: there", flush=True)


if __name__ == "__main__":
    try:
        fill(ROOT / "packages", sys.argv[1:])
        print("The folder packages is for:", ", ".join(kinds(ROOT / "packages")))
    except ValueError as problem:
        sys.exit(str(problem))
    except subprocess.CalledProcessError:
        sys.exit("A package could not be downloaded: see above.")
