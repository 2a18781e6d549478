"""Say on what machine and interpreter a number was measured, and what may be shown on it."""

import contextlib
import multiprocessing as mp
import os
import platform
import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from lab.cgroup import cgroup_quota, read_text

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)  # strftime would use the reader's language


def usable_cores() -> int:
    """Return how many cores this process may keep busy: its affinity and its cgroup's quota."""
    if hasattr(os, "process_cpu_count"):  # since 3.13
        allowed = os.process_cpu_count()
    elif hasattr(os, "sched_getaffinity"):  # not on macOS and Windows
        allowed = len(os.sched_getaffinity(0))
    else:
        allowed = os.cpu_count()
    return max(1, int(min(allowed or 1, cgroup_quota() or float("inf"))))


def gil_enabled() -> bool:
    """Return whether the GIL is on now; on a free-threaded build an import may have done that."""
    return getattr(sys, "_is_gil_enabled", lambda: True)()  # the question exists since 3.13


def default_start_method() -> str:
    """Return how new processes start unless told otherwise, without settling the choice by it."""
    return mp.get_start_method(allow_none=True) or mp.get_all_start_methods()[0]  # default first


@dataclass(frozen=True)
class Provenance:
    """Where a number comes from: when, on what interpreter, on what machine. It names nobody."""

    measured_at: str  # ISO 8601, UTC, to the minute
    python: str
    gil: str
    cores: int
    processor: str
    system: str
    start_method: str
    load: float | None  # average of the last minute; None on Windows

    def __str__(self) -> str:
        """Return the record as one line for people, the same in every locale."""
        at = datetime.fromisoformat(self.measured_at)
        cores = "1 usable core" if self.cores == 1 else f"{self.cores} usable cores"
        load = "" if self.load is None else f"; load {self.load:.2f}"
        return (
            f"Measured on {at.day} {MONTHS[at.month - 1]} {at:%Y, %H:%M} UTC: {self.python}, "
            f"{self.gil}; {cores} ({self.processor}); {self.system}; "
            f"start method {self.start_method}{load}"
        )

    def to_dict(self) -> dict:
        """Return the fields as plain strings and numbers, ready for JSON."""
        return asdict(self)


def provenance() -> Provenance:
    """Describe this moment, interpreter and machine."""
    return Provenance(
        measured_at=datetime.now(UTC).isoformat(timespec="minutes"),
        python=f"{platform.python_implementation()} {platform.python_version()}",
        gil=_gil(),
        cores=usable_cores(),
        processor=_processor(),
        system=_system(),
        start_method=default_start_method(),
        load=round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
    )


def _gil() -> str:
    build = "free-threaded build, " if sysconfig.get_config_var("Py_GIL_DISABLED") else ""
    return f"{build}GIL on" if gil_enabled() else "GIL off"


def _processor() -> str:
    """Return the processor's model, or at least its family ("arm64")."""
    model = re.search(r"^model name\s*:(.*)$", read_text(Path("/proc/cpuinfo")), re.MULTILINE)
    name = model[1] if model else ""
    if sys.platform == "win32":
        name = platform.processor()  # elsewhere it knows less than we do
    elif sys.platform == "darwin":
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            name = subprocess.run(
                ["/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string"],
                capture_output=True,
                text=True,
                timeout=5,
            ).stdout
    return " ".join(name.split()) or platform.machine() or "unknown processor"


def _system() -> str:
    """Return the operating system with the first two parts of its version."""
    name = {"Darwin": "macOS"}.get(platform.system(), platform.system())
    version = platform.mac_ver()[0] if name == "macOS" else platform.release()
    return f"{name} {'.'.join(re.findall('[0-9]+', version)[:2])}".strip()


def why_no_overlap(
    solo_cores_used: Iterable[float] = (), pair_cores_used: Iterable[float] = ()
) -> str | None:
    """Return why parallel computing cannot be shown here, or None if it can.

    `solo_cores_used`: how much of a core one thread got, computing alone, in each trial.
    `pair_cores_used`: how many cores two threads got that hash, for which they need no GIL.
    Clearly less than one, or two, means that others use the machine: two workers show little.
    """
    if usable_cores() < 2:
        return "only one core is usable here"
    solo = min(solo_cores_used, default=1.0)
    if solo < 0.9:
        return f"the machine is busy: one thread alone got {solo:.2f} of a core"
    pair = min(pair_cores_used, default=2.0)
    if pair < 1.5:
        return f"the machine is busy: hashing in two threads got {pair:.2f} cores"
    return None
