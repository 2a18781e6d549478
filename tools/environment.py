"""Make .venv from the lock, or find that there is nothing to do.

    python3 tools/environment.py            what the labs need
    python3 tools/environment.py --site     and what building and testing the site needs

`make` runs it first, with the interpreter that PYTHON names. Every problem ends in a sentence that
says what to do. This file parses on Python 3.6 too, to say "too old" to whoever runs an old one.
"""

import hashlib
import os
import shutil
import signal
import sys

from interpreter import (
    Problem,
    as_text,
    base_python,
    check_venv_module,
    check_version,
    next_commands,
    starts,
)

LABS, SITE = "requirements.txt", "requirements-site.txt"  # the second begins with the first
STAMP = "made-from"  # inside .venv; empty while the environment is not finished
AGAIN = "then run the same command again."


def venv_python(venv: str) -> str:
    inside = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return os.path.join(venv, *inside)


def read(path: str) -> str:
    """Return the file's text, or "" when it cannot be read."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


def fingerprint(root: str, lock: str = LABS) -> str:
    """Return what a finished stamp must hold: which interpreter, and the hash of the lock."""
    digest = hashlib.sha256()
    for name in (LABS, SITE) if lock == SITE else (LABS,):
        with open(os.path.join(root, name), "rb") as file:
            digest.update(file.read())
    build = " ".join(sys.version.split())
    made_from = f"python {build}\nfrom {os.path.realpath(base_python())}\n"
    return f"{made_from}{lock} {digest.hexdigest()}\n"


def why_anew(venv: str, wanted: str):
    """Return the reason to make `venv` anew, or None when it works and is as `wanted`."""
    stamp = read(os.path.join(venv, STAMP))
    if not os.path.lexists(venv):
        return "There is no environment in .venv yet."
    if not stamp:
        return "The environment in .venv is not finished, or is not this project's."
    if not starts(venv_python(venv)):
        return "The environment in .venv is broken: its Python does not start."
    had, wants = (text.splitlines()[-1] for text in (stamp, wanted))
    if had.split()[0] == LABS and wants.split()[0] == SITE:
        return "The environment in .venv is for the labs alone."
    if had != wants:
        return "The lock has changed since .venv was made."
    return None if stamp == wanted else "The environment in .venv belongs to another Python."


def remove(venv: str) -> None:
    """Delete `venv` if it is an environment; raise Problem when it is anything else."""
    if not os.path.lexists(venv):
        return
    ours = any(os.path.isfile(os.path.join(venv, name)) for name in ("pyvenv.cfg", STAMP))
    if os.path.islink(venv) or not ours:
        raise Problem(
            f"{venv} is not a Python environment, so it is left alone. Move or delete it, {AGAIN}"
        )
    try:
        shutil.rmtree(venv)
    except OSError as error:
        raise Problem(
            f"Could not delete the old environment {venv} ({error.strerror}). "
            f"Close what still uses it, delete it, {AGAIN}"
        ) from None


def is_there(root: str, venv: str, lock: str) -> bool:
    """Tell whether an environment is all that is wanted; that of the site will do for the labs."""
    locks = [lock, SITE] if os.path.exists(os.path.join(root, SITE)) else [lock]
    return any(why_anew(venv, fingerprint(root, each)) is None for each in locks)


def prepare(root: str, lock: str = LABS) -> None:
    """Bring .venv in `root` to what lock and interpreter ask for; raise Problem when it cannot."""
    check_version(sys.version_info, sys.executable)
    venv = os.path.join(root, ".venv")
    if is_there(root, venv, lock):
        return
    wanted = fingerprint(root, lock)
    reason = why_anew(venv, wanted)
    check_venv_module(sys.version_info)
    remove(venv)
    # Imported late: it is written for the Pythons that have passed the checks above.
    import install

    print(f"{reason} Making it with Python {as_text(sys.version_info)}:", flush=True)
    try:
        install.make(venv, base_python(), venv_python(venv), os.path.join(root, lock))
    except install.Failed as failure:
        raise Problem(str(failure)) from None
    with open(os.path.join(venv, STAMP), "w", encoding="utf-8") as file:
        file.write(wanted)


def attempt(root: str, lock: str) -> int:
    """Prepare the project in `root`, and say what is wrong if it cannot be; return the status."""
    try:
        prepare(root, lock)
    except Problem as problem:
        print(f"\n{problem}\n", file=sys.stderr)
        return 1
    except OSError as error:
        text = f"Cannot make the environment: {error}. Mend that, or copy the project elsewhere,"
        print(f"\n{text} {AGAIN}\n", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Run the same command again to start over.", file=sys.stderr)
        return 130
    return 0


def main(arguments: list) -> int:
    """Prepare the project in the given folder, or else in this file's. Return the exit status."""
    here = os.path.dirname(os.path.abspath(__file__))
    folders = [each for each in arguments if each != "--site"]
    root = os.path.abspath(folders[0]) if folders else os.path.dirname(here)
    for_site = "--site" in arguments
    # A plain kill ends the install as Ctrl-C does: no child left behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    status = attempt(root, SITE if for_site else LABS)
    if status == 0 and not for_site:
        print(next_commands(root, venv_python(os.path.join(root, ".venv"))))
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
