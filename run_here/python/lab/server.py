"""A stand-in for the labs' slow server: no socket, but the same addresses, delays and answers."""

import itertools
import time
from urllib.parse import parse_qsl, urlencode, urlsplit

HOST = "127.0.0.1"
_ports = itertools.count(8000)
_open = {}  # port: server


class SlowServer:
    """Answers as long as the `with` block runs; an answer takes `delay_s` seconds."""

    def __init__(self, delay_s: float = 0.05, port: int = 0) -> None:
        self.delay_s, self.port = delay_s, port or next(_ports)
        self.requests_served = self.most_at_once = self._at_once = 0

    def __enter__(self) -> "SlowServer":
        _open[self.port] = self
        return self

    def __exit__(self, *details: object) -> None:
        del _open[self.port]

    def url(self, path: str = "page", delay_s: float | None = None, status: int = 200) -> str:
        """Return the address of `path`; `delay_s` and `status` differ for this address only."""
        wishes = {} if delay_s is None else {"delay_s": delay_s}
        wishes |= {} if status == 200 else {"status": status}
        query = f"?{urlencode(wishes)}" if wishes else ""
        return f"http://{HOST}:{self.port}/{path.lstrip('/')}{query}"

    def urls(self, count: int) -> list[str]:
        """Return the addresses of `count` different pages, page-1 first."""
        return [self.url(f"page-{number}") for number in range(1, count + 1)]

    def serve(self, path: str, delay_s: float, timeout_s: float) -> str:
        """Wait, and return a page's text; raise TimeoutError if that takes too long."""
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        time.sleep(min(delay_s, timeout_s))
        self._at_once -= 1
        if delay_s > timeout_s:
            raise TimeoutError
        self.requests_served += 1
        return f"This is {path}, served after {delay_s:g} s.\n"


def answer(url: str, timeout_s: float) -> tuple[int, str]:
    """Return the status and the text at an address; LookupError if no server is there."""
    parts = urlsplit(url)
    server = _open.get(parts.port) if parts.hostname == HOST else None
    if server is None:
        raise LookupError(f"this page reaches no server but lab.server's, so not {url}")
    wishes = dict(parse_qsl(parts.query))
    delay_s = float(wishes.get("delay_s", server.delay_s))
    return int(wishes.get("status", 200)), server.serve(parts.path, delay_s, timeout_s)
