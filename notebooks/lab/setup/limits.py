"""Check what this system allows a program: open files, memory. Runs on Python 3.8 too."""

from __future__ import annotations

from lab.setup.causes import CAUSES
from lab.setup.report import LOOK, MEND, OK, Finding

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None

FEW_FILES, TOO_FEW_FILES = 256, 100  # a kernel and its channels take about 60
LITTLE_ADDRESSES, TOO_LITTLE_ADDRESSES = 8e9, 3e9  # bytes; most of it is never used


def check_open_files() -> Finding:
    """See how many files a program may have open at once; a connection counts as a file."""
    limit = soft_limit("RLIMIT_NOFILE")
    if limit is None or limit >= FEW_FILES:
        return Finding(OK, "open files", "enough are allowed")
    level = MEND if limit < TOO_FEW_FILES else LOOK
    return Finding(level, "open files", f"only {limit} are allowed at once", CAUSES[0].cure)


def check_addresses() -> Finding:
    """See how much memory a program may ask for (`ulimit -v`)."""
    limit = soft_limit("RLIMIT_AS")
    if limit is None or limit >= LITTLE_ADDRESSES:
        return Finding(OK, "limit of memory", "none that matters")
    level = MEND if limit < TOO_LITTLE_ADDRESSES else LOOK
    found = f"a program may ask for {limit / 1e9:.1f} GB only (ulimit -v)"
    cure = "take the limit away: in a terminal run: ulimit -v unlimited and go on there."
    return Finding(level, "limit of memory", found, cure)


def soft_limit(name: str) -> int | None:
    """Return a limit of this process, or None if there is none."""
    if resource is None:
        return None
    limit = resource.getrlimit(getattr(resource, name))[0]
    return None if limit == resource.RLIM_INFINITY else limit


CHECKS = [("open files", check_open_files), ("limit of memory", check_addresses)]
