"""One picture of a room: learners send, without a name, what the wall of the room then shows.

On the teacher's computer:     python -m lab.room --bind lan
In a cell of a learner's lab:  from lab import room
                               room.send(LINK, room.speed_ups(gains))

`LINK` is the link that the teacher shows. Nothing is sent but what is given to `send`.
"""

import json
import platform
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode, urlsplit, urlunsplit

from lab import machine

NOTEBOOKS = Path(__file__).resolve().parents[2]
SENDER = secrets.token_hex(8)  # so that what is sent again takes the place of what was before
TRIES, WAIT_S = 6, 1.0
TIMEOUT_S = 10.0
CHECK_LIMIT_S = 300.0
# The room is near: a proxy on the way to the internet has no part in it.
NEAR = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def set_up() -> str:
    """Run the check of this computer, and return its report as a text to send."""
    command = [sys.executable, "-m", "lab.check_setup"]
    done = subprocess.run(
        command, cwd=NOTEBOOKS, capture_output=True, encoding="utf-8", errors="replace",
        timeout=CHECK_LIMIT_S, check=False,
    )  # fmt: skip
    return done.stdout.partition("----- for your teacher")[2]


def guess(value: float) -> str:
    """Return a guess as a text to send; it is in the unit of the question on the wall."""
    return json.dumps({"guess": float(value)})


def speed_ups(gains: Mapping[str, object]) -> str:
    """Return the speed-ups of lab 06, such as {"2 threads": 0.98}, as a text to send.

    A value is a number, or a measurement whose median is the speed-up.
    """
    curves: dict[str, dict[str, float]] = {}
    for name, gain in gains.items():
        workers, kind = name.split()
        curves.setdefault(kind, {})[workers] = round(float(getattr(gain, "median_s", gain)), 3)
    system = {"Darwin": "macOS"}.get(platform.system(), platform.system())
    python = "{}.{}".format(*sys.version_info) + ("" if machine.gil_enabled() else "t")
    about = {"cores": machine.usable_cores(), "system": system, "python": python}
    return json.dumps({"curves": curves, **about})


def send(link: str, text: str) -> None:
    """Send a text to the room behind a link, and print what it answers.

    When the room is busy, it is asked again. Raises nothing: if it cannot be reached, a sentence
    says how to send the same text from a browser.
    """
    parts = urlsplit(link)
    query = f"{parts.query}&{urlencode({'from': SENDER})}"
    address = urlunsplit((parts.scheme, parts.netloc, "/send", query, ""))
    try:
        print(answer_of(address, text))
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        print(f"The room does not answer ({reason}). Open {link} in a browser, and paste:\n{text}")


def answer_of(address: str, text: str) -> str:
    """Post a text, again as long as the room is busy, and return the sentence that comes back."""
    for last in (False,) * (TRIES - 1) + (True,):
        request = urllib.request.Request(address, text.encode(), method="POST")
        try:
            with NEAR.open(request, timeout=TIMEOUT_S) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as refusal:
            with refusal:
                if refusal.code != 429 or last:
                    return refusal.read().decode("utf-8", "replace")
        except OSError as error:  # hung up on: there are too many at the door
            if last or not isinstance(getattr(error, "reason", error), ConnectionError):
                raise
        time.sleep(WAIT_S)
    raise AssertionError("the last try returns or raises")
