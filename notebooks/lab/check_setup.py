"""Tell whether this computer is ready for the labs, and what to do where it is not.

    cd notebooks
    python3 -m lab.check_setup

It needs nothing but a Python, so it can be run before anything is installed. The exit status is 0
when the computer is ready, else 1. Nothing is changed, and nothing leaves the computer.
This file parses on Python 2.7 too: the sentence "too old" has to reach whoever runs an old one.
"""

from __future__ import print_function

import os
import sys

OLDEST_FOR_CHECKS = (3, 8)
TOO_OLD = (
    "mend  Python: the labs need Python 3.11 or newer, and this is Python %d.%d.\n"
    "      Cure: install a newer one from python.org, then run: python3 -m lab.check_setup"
)


def main():
    """Run all checks, print what they found, and return the exit status."""
    if sys.version_info < OLDEST_FOR_CHECKS:
        print(TOO_OLD % tuple(sys.version_info[:2]))
        return 1
    # A system's own words for an error may have letters that its console has not.
    sys.stdout.reconfigure(errors="replace")
    # Imported late: they are written for the Pythons that have passed the test above.
    from lab.setup import computer, jupyter, python, report

    try:
        return report.report(python.CHECKS + jupyter.CHECKS + computer.CHECKS)
    except KeyboardInterrupt:
        print("\nStopped.")
        return 130
    except BrokenPipeError:  # `| head` has seen enough; Python would complain at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


if __name__ == "__main__":
    # Run as a file, it would find the instruments in place of Python's modules of the same name.
    sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    sys.exit(main())
