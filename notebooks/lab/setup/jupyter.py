"""Check that a Jupyter kernel can start and be spoken to. Runs on Python 3.8 too."""

from __future__ import annotations

import socket

from lab.setup.packages import AGAIN, is_installed
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
        return Finding(MEND, name, f"blocked ({error.strerror or 'no answer'})", cure)
    return Finding(OK, name, "it answers")


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
        cure = (
            "delete the folder .venv, make the environment anew, and if another Python's kernel "
            f"still comes first, run: jupyter kernelspec remove python3; {AGAIN}"
        )
        return Finding(MEND, "Jupyter kernel", str(failed), cure)


CHECKS = [
    ("server on this computer", check_loopback),
    ("Jupyter kernel", check_kernel),
]
