"""Serve pages with a known delay on the loopback address, so that waiting is measured offline."""

import contextlib
import os
import threading
from collections.abc import Iterator
from urllib.parse import quote, urlencode

from lab.server.pages import CLOSING_TIMEOUT_S, HOST, PageServer, checked_delay_s


@contextlib.contextmanager
def _no_proxy_for_loopback() -> Iterator[None]:
    """Exempt the loopback address from any proxy in the environment; restore it afterwards."""
    before = {name: os.environ.get(name) for name in ("no_proxy", "NO_PROXY")}
    exempt = before["no_proxy"] or before["NO_PROXY"] or ""
    if exempt.strip() != "*":  # a lone star exempts all; in a list it would mean nothing
        os.environ.update(dict.fromkeys(before, f"{exempt},{HOST}".lstrip(",")))
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


class SlowServer:
    """Serve on loopback as long as the `with` block runs; an answer takes `delay_s` seconds.

    `port` 0 means any free port, and so does a port that cannot be had. Raises ValueError for a
    delay outside 0 to 60 or a port outside 0 to 65535. Addresses and counts may be asked for from
    any thread. Leaving the block breaks off the requests under way: their clients get an error.
    Leave servers that overlap in the reverse order of entering: each sets and restores `no_proxy`.
    """

    def __init__(self, delay_s: float = 0.05, port: int = 0):
        if not 0 <= port <= 65535:
            raise ValueError(f"port must be from 0 to 65535, not {port}.")
        self.delay_s, self.port = checked_delay_s(delay_s), port
        self._server = None

    def __enter__(self) -> "SlowServer":
        with contextlib.ExitStack() as stack:
            stack.enter_context(_no_proxy_for_loopback())
            try:
                self._server = PageServer(self.port, self.delay_s)
            except OSError:  # the port is taken or forbidden
                self._server = PageServer(0, self.delay_s)
            self.port = self._server.server_port
            accepting = threading.Thread(
                target=self._server.serve_forever, args=(0.05,), daemon=True, name="SlowServer"
            )
            accepting.start()
            stack.callback(accepting.join, CLOSING_TIMEOUT_S)
            stack.callback(self._server.stop)
            self._stop = stack.pop_all().close
        return self

    def __exit__(self, *_):
        self._stop()

    @property
    def requests_served(self) -> int:
        """The number of requests that were answered so far."""
        return self._server.served if self._server else 0

    @property
    def most_at_once(self) -> int:
        """The largest number of requests that were under way at the same moment."""
        return self._server.most_at_once if self._server else 0

    def url(self, path: str = "page", delay_s: float | None = None, status: int = 200) -> str:
        """Return the address of `path`; `delay_s` and `status` differ for this address only."""
        if self._server is None or self._server.closing.is_set():
            raise RuntimeError("The server is not running: use `with SlowServer() as server:`.")
        wishes = {} if delay_s is None else {"delay_s": delay_s}
        wishes |= {} if status == 200 else {"status": status}
        query = f"?{urlencode(wishes)}" if wishes else ""
        return f"http://{HOST}:{self.port}/{quote(path.lstrip('/'))}{query}"

    def urls(self, count: int) -> list[str]:
        """Return the addresses of `count` different pages, page-1 first."""
        return [self.url(f"page-{number}") for number in range(1, count + 1)]
