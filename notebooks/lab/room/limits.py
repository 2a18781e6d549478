"""Who may send to a room, and how much: addresses near by, at a bounded rate."""

import ipaddress
import threading
import time
from collections.abc import Callable, Iterable

BURST = 80  # posts at once from one address: a hub sends for all its learners
PER_S = 2.0  # posts a second after that
MOST_ADDRESSES = 1000
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def is_near(address: str, more: Iterable[Network] = ()) -> bool:
    """Tell whether an address is of this computer or of a private network, or of one in `more`."""
    found = ipaddress.ip_address(address.partition("%")[0])
    found = getattr(found, "ipv4_mapped", None) or found
    near = found.is_loopback or found.is_private or found.is_link_local
    return near or any(found in network for network in more)


class Rate:
    """How many posts each address may still make. Safe from many threads at once.

    It reads a clock that only runs forward, so a clock that is wrong or is set changes nothing.
    """

    def __init__(self, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._clock_s, self._lock = clock_s, threading.Lock()
        self._left: dict[str, tuple[float, float]] = {}

    def wait_s(self, address: str) -> int:
        """Count a post; return 0 if it may be made, else in how many seconds to come again."""
        now_s = self._clock_s()
        with self._lock:
            left, then_s = self._left.pop(address, (float(BURST), now_s))
            left = min(float(BURST), left + PER_S * (now_s - then_s))
            may = left >= 1
            self._left[address] = (left - may, now_s)
            while len(self._left) > MOST_ADDRESSES:
                del self._left[next(iter(self._left))]
        return 0 if may else 1
