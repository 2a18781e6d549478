"""Check what changes how Python itself works: options and variables. Runs on Python 3.8 too."""

from __future__ import annotations

import os
import sys

from lab.setup.report import LOOK, MEND, OK, Finding


def check_options() -> Finding:
    """See whether Python was told to leave things out, or to make more errors than usual."""
    name = "options of Python"
    if sys.flags.optimize:
        cure = "take away the variable PYTHONOPTIMIZE, or the option -O: unset PYTHONOPTIMIZE"
        found = "it leaves out every assert, so the checks of the exercises judge nothing"
        return Finding(MEND, name, found, cure)
    if any(option.startswith("error") for option in sys.warnoptions):
        cure = "take away the variable PYTHONWARNINGS, or the option -W: unset PYTHONWARNINGS"
        return Finding(MEND, name, "it makes every warning an error, and packages fail", cure)
    if getattr(sys.flags, "safe_path", False) and "PYTHONSAFEPATH" in os.environ:
        cure = "take away the variable: unset PYTHONSAFEPATH"
        return Finding(MEND, name, "it does not look into the folder of the labs", cure)
    if sys.flags.dev_mode:
        cure = "for honest times take away PYTHONDEVMODE, or the option -X dev."
        return Finding(LOOK, name, "it looks for mistakes (-X dev), which costs time", cure)
    return Finding(OK, name, "as usual")


CHECKS = [("options of Python", check_options)]
