"""Run a program as `python program.py` does, or be one of the processes that it starts."""

import atexit
import builtins
import os
import sys
import threading
import types

from in_the_page import explain, loop, system, threads, trace, turns


def begin(pid: int, parent: int) -> None:
    """Prepare this interpreter to be a process."""
    turns.install()
    threads.install()
    loop.install()
    from in_the_page import processes  # needs a `threading` with locks that wait

    processes.install()
    system.install(pid, parent)
    trace.install()
    explain.install()
    sys.stdout.reconfigure(line_buffering=True)


def run(path: str, pid: int) -> int:
    """Run a program; return its exit code."""
    begin(pid, 1)
    main = types.ModuleType("__main__")
    main.__file__, main.__builtins__ = path, builtins
    sys.modules["__main__"] = sys.modules["__mp_main__"] = main
    sys.argv = [path]
    sys.path.insert(0, os.path.dirname(path))
    code = _finish(lambda: exec(_compiled(path), main.__dict__))
    threading._shutdown()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    return code


def run_child(parcel, pid: int, parent: int) -> int:
    """Be a process that another has started; return the exit code."""
    begin(pid, parent)
    from in_the_page import processes

    code = _finish(lambda: processes.live(parcel.to_bytes(), parent))
    sys.stdout.flush()
    return code


def _compiled(path: str) -> types.CodeType:
    with open(path, encoding="utf-8") as file:
        return compile(file.read(), path, "exec")


def _finish(work) -> int:
    """Do some work; return the exit code, having told of an error as Python does."""
    try:
        return work() or 0
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return end.code or 0
        print(end.code, file=sys.stderr)
        return 1
    except BaseException as error:
        # What stands first are this file's own lines.
        below = error.__traceback__.tb_next
        while below and below.tb_frame.f_code.co_filename == __file__:
            below = below.tb_next
        sys.excepthook(type(error), error.with_traceback(below), below)
        explain.add_sentence(error)
        return 1
