"""Hold a program and all that it starts in one Windows job, and end them together.

Written from Microsoft's documentation of job objects; this project's tests run on Linux.
"""

import ctypes
import subprocess

KILL_ON_JOB_CLOSE = 0x2000
EXTENDED_LIMIT_INFORMATION = 9


class _Limits(ctypes.Structure):
    """Windows' JOBOBJECT_EXTENDED_LIMIT_INFORMATION: only the flags are set here."""

    _fields_ = (
        ("process_time", ctypes.c_longlong),
        ("job_time", ctypes.c_longlong),
        ("flags", ctypes.c_ulong),
        ("working_set_bytes", ctypes.c_size_t * 2),
        ("active_processes", ctypes.c_ulong),
        ("affinity", ctypes.c_size_t),
        ("classes", ctypes.c_ulong * 2),
        ("io_counters", ctypes.c_ulonglong * 6),
        ("memory_bytes", ctypes.c_size_t * 4),
    )


class Job:
    """A job whose processes end when `end` is called, or when the owner of the job ends."""

    def __init__(self) -> None:
        self._kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        self._kernel.CreateJobObjectW.restype = ctypes.c_void_p
        self._handle = ctypes.c_void_p(self._kernel.CreateJobObjectW(None, None))
        limits = _Limits(flags=KILL_ON_JOB_CLOSE)
        self._must(
            self._kernel.SetInformationJobObject(
                self._handle,
                EXTENDED_LIMIT_INFORMATION,
                ctypes.byref(limits),
                ctypes.sizeof(limits),
            )
        )

    def add(self, program: subprocess.Popen) -> None:
        """Put a program into the job; all that it starts from now on is in it too."""
        handle = ctypes.c_void_p(int(program._handle))
        self._must(self._kernel.AssignProcessToJobObject(self._handle, handle))

    def end(self) -> None:
        """End all processes of the job."""
        self._kernel.TerminateJobObject(self._handle, 1)

    def _must(self, succeeded: int) -> None:
        if not succeeded:
            raise ctypes.WinError(ctypes.get_last_error())


def hold(program: subprocess.Popen) -> Job:
    """Return a new job with a program that has just been started, so has started nothing yet.

    Raises OSError, and kills the program, when Windows refuses.
    """
    job = Job()
    try:
        job.add(program)
    except OSError:
        program.kill()
        raise
    return job


def heed_ctrl_c() -> None:
    """Undo that a console's Ctrl-C is ignored, as it is in a new group of processes."""
    ctypes.WinDLL("kernel32").SetConsoleCtrlHandler(None, 0)
