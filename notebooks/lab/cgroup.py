"""Read from Linux's control groups how much of the machine a container may use."""

import re
from collections.abc import Iterator
from pathlib import Path


def cgroup_quota(
    mount: str | Path = "/sys/fs/cgroup", membership: str | Path = "/proc/self/cgroup"
) -> float | None:
    """Return how many cores' worth of time the control groups of this process grant, or None.

    None: no limit, no (legible) files. A group gets no more than the groups around it.
    """
    quotas = (_quota_of(folder) for folder in _cgroup_folders(Path(mount), Path(membership)))
    return min((quota for quota in quotas if quota is not None), default=None)


def _cgroup_folders(mount: Path, membership: Path) -> Iterator[Path]:
    """Yield the folders of this process's own groups (version 1 and 2) and all that hold them."""
    for names, path in re.findall("^[0-9]+:(.*?):(.*)$", read_text(membership), re.MULTILINE):
        if names and "cpu" not in names.split(","):
            continue  # a version 1 group that limits something else
        inner = [part for part in path.split("/") if part not in ("", "..")]
        for root in (mount / names, mount / "cpu") if names else (mount, mount / "unified"):
            for depth in range(len(inner), -1, -1):
                yield root.joinpath(*inner[:depth])


def _quota_of(folder: Path) -> float | None:
    """Read one group's quota, in cores, from its version 2 or version 1 files."""
    text = read_text(folder / "cpu.max") or (
        read_text(folder / "cpu.cfs_quota_us") + " " + read_text(folder / "cpu.cfs_period_us")
    )
    numbers = re.fullmatch("([1-9][0-9]*)\\s+([1-9][0-9]*)", text.strip())  # not "max …" nor "-1 …"
    return int(numbers[1]) / int(numbers[2]) if numbers else None


def read_text(path: Path) -> str:
    """Return a file's text, or "" if there is no such file here."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
