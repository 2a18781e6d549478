"""The room's server. Whoever asks has to be near, and to know the learners' token or the wall's."""

import threading
from collections.abc import Callable

from lab.room import handler
from lab.room.kept import Kept
from lab.room.limits import Rate
from lab.server.pages import LabServer
from lab.setup.every_check import checks

MOST_CONNECTIONS = 128


class RoomServer(LabServer):
    """Serve a room until `shutdown`. Raises OSError when the address cannot be had."""

    daemon_threads = True
    block_on_close = False  # a browser may keep its connection; closing the room ends it

    def __init__(
        self, where: tuple[str, int], token: str, wall_token: str, near: Callable[[str], bool]
    ) -> None:
        self.token, self.wall_token, self.near = token, wall_token, near
        self.kept, self.rate = Kept(), Rate()
        self.checks = frozenset(name for name, _ in checks([]))
        self._free = threading.BoundedSemaphore(MOST_CONNECTIONS)
        super().__init__(where, handler.RoomHandler)

    def process_request(self, request, client_address) -> None:
        if not self._free.acquire(blocking=False):
            return self.shutdown_request(request)  # a flood of connections; senders try again
        return super().process_request(request, client_address)

    def process_request_thread(self, request, client_address) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()
