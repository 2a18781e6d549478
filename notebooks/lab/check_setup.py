"""Tell whether this computer is ready for the labs, and what to do where it is not.

    cd notebooks
    python3 -m lab.check_setup
    python3 -m lab.check_setup kernel packages      (only what has one of these words in its name)

It needs nothing but a Python, so it can be run before anything is installed. The exit status is 0
when the computer is ready, else 1. Nothing is changed, and nothing leaves the computer.
This file parses on Python 3.6 too: the sentence "too old" has to reach whoever runs an old one.
"""

import builtins
import contextlib
import io
import os
import sys

OLDEST_FOR_CHECKS = (3, 8)
TOO_OLD = (
    "mend  Python: the labs need Python 3.11 or newer, and this is Python {}.{}.\n"
    "      Cure: install a newer one from python.org, then run: python3 -m lab.check_setup"
)
INCOMPLETE = (
    "mend  labs: the folder of the labs is not complete ({}).\n"
    "      Cure: unpack the whole zip of the labs, and run this check in its folder notebooks."
)
LACKING = (
    "mend  Python: a part of it cannot be imported ({}).\n"
    "      Cure: if a file of yours has the name of that part, rename it; otherwise install\n"
    "      Python from python.org, then run this check again."
)
THIS_FILE = globals().get("__file__") or os.path.join("lab", "check_setup.py")
NO_OUTPUT = "This check cannot write its report: {}.\n"


def main(words=()):
    """Run the checks, print what they found, and return the exit status."""
    if sys.version_info < OLDEST_FOR_CHECKS:
        return say(TOO_OLD.format(*sys.version_info))
    path = list(sys.path)
    # Who is started without an output gets the report on the error stream.
    output = sys.stdout or sys.stderr or io.StringIO()
    try:
        with contextlib.redirect_stdout(output):
            return check(words, path)
    except KeyboardInterrupt:
        say("\nStopped.")
        return 130
    except OSError as error:  # only what prints can fail like that
        return without_output(error)
    finally:
        sys.path[:] = path


def check(words, path):
    """Import the checks, which are written for the Pythons that have passed the test, and run them.

    `path` is where Python looks for modules: the checks look there for what is in the way.
    """
    labs = os.path.dirname(os.path.dirname(os.path.realpath(THIS_FILE)))
    try:
        sys.path[:] = [labs]
        import lab.setup  # noqa: F401  (what is below it is found from now on)
    except ImportError as error:
        return say(INCOMPLETE.format("no " + (error.name or "lab")))
    finally:
        sys.path[:] = python_first(path, labs)
    try:
        from lab.setup import every_check, report
    except Exception as error:
        return say(LACKING.format(getattr(error, "name", None) or type(error).__name__))
    return report.report(every_check.checks(path), words)


def python_first(path, labs):
    """Return a path on which no file of a learner, such as queue.py, hides one of Python's."""
    learners = {labs, os.path.join(labs, "lab")}
    for folder in ["", *os.environ.get("PYTHONPATH", "").split(os.pathsep)]:
        with contextlib.suppress(OSError):  # the folder in which we are may be gone
            learners.add(os.path.realpath(folder))
    own = [folder for folder in path if os.path.realpath(folder or labs) not in learners]
    return own + [folder for folder in path if folder not in own]


def without_output(error):
    """Tell the error stream why there is no report, and keep Python from complaining at its end."""
    with contextlib.suppress(Exception):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if not isinstance(error, BrokenPipeError):  # `| head` has seen enough
        with contextlib.suppress(Exception):
            print(NO_OUTPUT.format(os.strerror(error.errno or 0)), file=sys.stderr)
    return 1


def say(text):
    """Print a text to whom there is, and return the exit status of a computer that is not ready."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            print(text, file=stream, flush=True)
            break
    return 1


if __name__ == "__main__":
    status = main(sys.argv[1:])
    if not hasattr(builtins, "get_ipython"):  # a notebook would show the exit as an error
        sys.exit(status)
