"""Start programs as a terminal would, and let none of them outlive its test."""

import contextlib
import signal
import subprocess
import time


@contextlib.contextmanager
def started(command, **settings):
    """Give a running program for the length of a `with`; whatever it is stuck in, it ends there."""
    with subprocess.Popen(command, **settings) as child:
        try:
            yield child
        finally:
            child.kill()


def hear_ctrl_c():
    """Let Ctrl-C reach the programs that the tests start.

    A shell that runs the tests in the background tells them to ignore it, and all their
    children inherit that.
    """
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def eventually(condition, limit_s=120):
    """Wait until the condition holds; return False if it does not within the bound."""
    give_up_at_s = time.monotonic() + limit_s
    while not condition():
        if time.monotonic() > give_up_at_s:
            return False
        time.sleep(0.05)
    return True
