"""Check that a Jupyter kernel can start and be spoken to. Runs on Python 3.8 too."""

from __future__ import annotations

import os
import socket
from urllib.request import getproxies, proxy_bypass

from lab.setup.causes import AGAIN, cure_for
from lab.setup.packages import is_installed
from lab.setup.report import MEND, OK, Finding
from lab.setup.trials import Failed, run_trial

LOOPBACK = "127.0.0.1"
ANSWER_TIMEOUT_S = 5


def check_loopback() -> Finding:
    """See whether a server on this computer can be reached from this computer."""
    name = "server on this computer"
    try:
        with socket.socket() as server:
            server.settimeout(ANSWER_TIMEOUT_S)
            server.bind((LOOPBACK, 0))
            server.listen(1)
            with socket.create_connection(server.getsockname(), ANSWER_TIMEOUT_S) as client:
                answering, _ = server.accept()
                with answering:
                    answering.sendall(b"ready")
                    client.recv(5)
    except OSError as error:
        cure = (
            f"let Python open and reach ports of {LOOPBACK}: ask the firewall, or "
            "on Linux run: sudo ip link set lo up"
        )
        reason = os.strerror(error.errno) if error.errno else "no answer"
        return Finding(MEND, name, f"blocked ({reason})", cure)
    return Finding(OK, name, "it answers")


def check_proxy() -> Finding:
    """See whether pages of this computer would be asked for somewhere else."""
    if {"http", "all"} & set(getproxies()) and not proxy_bypass(LOOPBACK):
        cure = f"ask this computer without it: export NO_PROXY={LOOPBACK},localhost"
        found = "pages of this computer would be fetched through it, which fails"
        return Finding(MEND, "proxy", found, cure)
    return Finding(OK, "proxy", "none is between this computer and itself")


def check_kernel() -> Finding:
    """See whether a notebook's kernel starts, and belongs to this Python."""
    if not (is_installed("ipykernel") and is_installed("jupyter_client")):
        cure = "install the packages first, " + AGAIN
        return Finding(MEND, "Jupyter kernel", "not installed", cure)
    if check_loopback().level != OK:
        cure = "mend the server on this computer first, " + AGAIN
        return Finding(MEND, "Jupyter kernel", "not tried: it needs a server", cure)
    try:
        return Finding(OK, "Jupyter kernel", run_trial("kernel"))
    except Failed as failed:
        cure = cure_for(str(failed), cure_of_kernel(str(failed)))
        return Finding(MEND, "Jupyter kernel", str(failed), cure)


def cure_of_kernel(reason: str) -> str:
    """Return the cure of a kernel that failed for a reason of its own."""
    if "another Python" in reason or "FileNotFoundError" in reason:
        return f"run: jupyter kernelspec remove python3; {AGAIN}"
    return f"delete the folder .venv, make the environment anew, {AGAIN}"


CHECKS = [
    ("server on this computer", check_loopback),
    ("proxy", check_proxy),
    ("Jupyter kernel", check_kernel),
]
