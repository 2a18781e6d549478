"""Make .venv from the lock, or find that there is nothing to do.

`make html`, `make test` and `make lab` run this first, with the interpreter that PYTHON names.
Every problem that a newcomer can meet ends in one sentence that says what to do, never a traceback.
This file parses on Python 2.7 too: the sentence "too old" has to reach whoever runs an old one.
"""

from __future__ import print_function

import io
import os
import signal
import sys

from interpreter import Problem, base_python, check_venv_module, check_version, starts

STAMP = "made-from"  # inside .venv; empty while the environment is not finished
AGAIN = "then run the same command again."


def venv_python(venv):
    return os.path.join(
        venv, *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python"))
    )


def read(path):
    """Return the file's text, or "" when it cannot be read."""
    try:
        with io.open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except (IOError, OSError):
        return ""


def fingerprint(root):
    """Return what a finished stamp must hold: which interpreter, and the hash of the lock."""
    import hashlib

    with open(os.path.join(root, "requirements.txt"), "rb") as lock:
        digest = hashlib.sha256(lock.read()).hexdigest()
    build = " ".join(sys.version.split())
    return "python %s\nfrom %s\nlock %s\n" % (build, os.path.realpath(base_python()), digest)


def why_anew(venv, wanted):
    """Return the reason to make `venv` anew, or None when it works and is as `wanted`."""
    stamp = read(os.path.join(venv, STAMP))
    if not os.path.lexists(venv):
        return "There is no environment in .venv yet."
    if not stamp:
        return "The environment in .venv is not finished, or is not this project's."
    if not starts(venv_python(venv)):
        return "The environment in .venv is broken: its Python does not start."
    if stamp.splitlines()[-1] != wanted.splitlines()[-1]:
        return "The lock has changed since .venv was made."
    return None if stamp == wanted else "The environment in .venv belongs to another Python."


def remove(venv):
    """Delete `venv` if it is an environment; raise Problem when it is anything else."""
    import shutil

    if not os.path.lexists(venv):
        return
    ours = any(os.path.isfile(os.path.join(venv, name)) for name in ("pyvenv.cfg", STAMP))
    if os.path.islink(venv) or not ours:
        text = "%s is not a Python environment, so it is left alone. Move or delete it, "
        raise Problem(text % venv + AGAIN)
    try:
        shutil.rmtree(venv)
    except OSError as error:
        text = "Could not delete the old environment %s (%s). Close what still uses it, delete it, "
        raise Problem(text % (venv, error.strerror) + AGAIN)


def prepare(root):
    """Bring .venv in `root` to what lock and interpreter ask for; raise Problem when it cannot."""
    check_version(sys.version_info, sys.executable)
    venv = os.path.join(root, ".venv")
    wanted = fingerprint(root)
    reason = why_anew(venv, wanted)
    if reason is None:
        return
    check_venv_module(sys.version_info)
    remove(venv)
    # Imported late: it is written for the Pythons that have passed the checks above.
    import install

    version = "%d.%d" % tuple(sys.version_info[:2])
    print("%s Making it with Python %s:" % (reason, version), flush=True)
    try:
        install.make(venv, base_python(), venv_python(venv), os.path.join(root, "requirements.txt"))
    except install.Failed as failure:
        raise Problem(str(failure))
    with io.open(os.path.join(venv, STAMP), "w", encoding="utf-8") as file:
        file.write(wanted)


def main(arguments):
    """Prepare the project in the given folder, or else in this file's. Return the exit status."""
    here = os.path.dirname(os.path.abspath(__file__))
    root = os.path.abspath(arguments[0]) if arguments else os.path.dirname(here)
    # A plain kill ends the install as Ctrl-C does: no child left behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        prepare(root)
    except Problem as problem:
        print("\n%s\n" % problem, file=sys.stderr)
        return 1
    except (IOError, OSError) as error:
        text = "\nCannot make the environment: %s. Mend that, or copy the project elsewhere, %s\n"
        print(text % (error, AGAIN), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Run the same command again to start over.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
