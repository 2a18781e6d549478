"""A hub to be tried: on this computer alone, for names of its own, and gone afterwards."""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import requests
from start import free_ports

START_S = 300


@contextlib.contextmanager
def hub(names: list[str], **settings: int) -> Iterator[str]:
    """Start a hub with settings such as HUB_IDLE_S=120 and give its address.

    At the end, the accounts are removed with all that is in their homes.
    """
    (port,) = free_ports(1)
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder, "names.txt")
        listed.write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
        told = {name: str(value) for name, value in settings.items()}
        told |= {"HUB_ADDRESS": address, "HUB_STATE": str(Path(folder, "state"))}
        start = Path(__file__).with_name("start.py")
        running = subprocess.Popen([sys.executable, start, listed], env=os.environ | told)
        try:
            _wait_for(running, address)
            yield address
        finally:
            running.terminate()
            running.wait(60)
            for name in names:
                remove = ["userdel", "-r", f"lab-{name}"]
                subprocess.run(remove, capture_output=True, check=False)


def _wait_for(running: subprocess.Popen, address: str) -> None:
    """Return when the hub answers; end when it has ended."""
    until_s = time.monotonic() + START_S
    while time.monotonic() < until_s:
        if running.poll() is not None:
            sys.exit(running.returncode)
        with contextlib.suppress(requests.RequestException):
            requests.get(f"{address}/hub/login", timeout=5).raise_for_status()
            return
        time.sleep(1)
    sys.exit(f"The hub at {address} did not answer within {START_S} seconds.")
