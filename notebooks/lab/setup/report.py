"""Run the checks of a computer one by one and report what each found. Runs on Python 3.8 too."""

from __future__ import annotations

import getpass
import os
import platform
import re
import sys
import textwrap
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

OK, LOOK, MEND = "ok", "look", "mend"
COLOURS = {OK: 32, LOOK: 33, MEND: 31}  # green, amber, red: only beside the words
MEANING = """\
  ok    as it should be
  look  the labs run, but not all of them show what they could
  mend  has to be mended before the labs run
"""
VERDICTS = {
    OK: "This computer is ready.",
    LOOK: 'This computer is ready; see the lines marked "look".',
    MEND: 'This computer is not ready yet: see the lines marked "mend".',
}
WIDTH = 92  # characters
INDENT = " " * 6


class Finding(NamedTuple):
    """What one check found: `found` names no file and no user, `cure` is one sentence or empty."""

    level: str
    name: str
    found: str
    cure: str = ""


def report(checks: list[tuple[str, Callable[[], Finding]]], words: Sequence[str] = ()) -> int:
    """Run the named checks, print a line for each and the block for a teacher; return 0 or 1.

    Given words, run only the checks with one of them in the name. A check that raises is itself
    reported, as something to mend.
    """
    chosen = [(n, c) for n, c in checks if not words or any(w.lower() in n.lower() for w in words)]
    if not chosen:
        say(f"There is no such check. There are: {', '.join(name for name, _ in checks)}.")
        return 1
    say(f"Is this computer ready for the labs?\n\n{MEANING}")
    findings = []
    for name, check in chosen:
        findings.append(attempt(name, check))
        say(as_line(findings[-1], colour=wants_colour()))
    say(f"\n{verdict(findings)}\n\n{block_for_teacher(findings)}")
    return int(any(finding.level == MEND for finding in findings))


def say(text: str) -> None:
    """Print a text at once; letters that the output does not have become question marks."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    print(text.encode(encoding, "replace").decode(encoding), flush=True)


def attempt(name: str, check: Callable[[], Finding]) -> Finding:
    """Return what a check found, or that it broke: no error of one may hide the others."""
    try:
        return check()
    except Exception as error:  # what can go wrong on a stranger's computer has no end
        kind = type(error).__name__
        return Finding(MEND, name, f"could not be checked ({kind})", "send the block below.")


def as_line(finding: Finding, colour: bool = False) -> str:
    """Return a finding as its line, with the cure below it."""
    mark = f"{finding.level:4}"
    if colour:
        mark = f"\x1b[{COLOURS[finding.level]}m{mark}\x1b[0m"
    lines = [f"{mark}  {finding.name}: {finding.found}"]
    if finding.cure:
        cure = textwrap.wrap(f"Cure: {finding.cure}", WIDTH, break_on_hyphens=False)
        lines += [INDENT + line for line in cure]
    return "\n".join(lines)


def wants_colour() -> bool:
    """Tell whether the output is a terminal that shows colours, and its user has not declined."""
    plain = "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
    old_console = os.name == "nt" and "WT_SESSION" not in os.environ
    terminal = getattr(sys.stdout, "isatty", bool)()
    return terminal and not plain and not old_console


def verdict(findings: list[Finding]) -> str:
    """Return the sentence that sums up: the worst finding decides."""
    levels = {finding.level for finding in findings}
    return VERDICTS[next(level for level in (MEND, LOOK, OK) if level in levels | {OK})]


def block_for_teacher(findings: list[Finding]) -> str:
    """Return what a learner may send to the teacher: no user name, no folder of this computer."""
    counts = ", ".join(f"{sum(f.level == level for f in findings)} {level}" for level in COLOURS)
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    lines = [
        "----- for your teacher: copy from here -----",
        f"set-up check of {time.strftime('%Y-%m-%d')}: {counts}",
        f"{system}; {platform.python_implementation()} {platform.python_version()}",
        *(as_line(f._replace(cure="", found=without_names(f.found))) for f in findings),
        "----- to here; it names neither you nor your folders -----",
    ]
    return "\n".join(lines)


def without_names(text: str) -> str:
    """Return a text without the home folder, the user and the computer, should they have got in."""
    for name, instead in ((home(), "~"), (user(), "(user)"), (platform.node(), "(computer)")):
        if len(name) > 1:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", instead, text)
    return text


def home() -> str:
    """Return the home folder; none if it is no folder of its own, such as "/"."""
    found = os.path.expanduser("~")
    return found if os.path.isabs(found) else ""


def user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""
