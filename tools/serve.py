"""Show the built site in a browser: serve build/html on this computer, and nothing else.

Run it with `make serve`. It needs no package, so it works with any Python 3.
"""

import argparse
import contextlib
import os
import re
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SITE = Path(__file__).resolve().parent.parent / "build" / "html"
LOOPBACK = "127.0.0.1"
# Folders of what runs Python on a page: their names say which version they hold.
VERSIONED = re.compile(r"/_static/(?:run-[0-9a-f]{8}|python-\d+(?:\.\d+)*)/")


class SiteHandler(SimpleHTTPRequestHandler):
    """The standard library's handler, with the site's own page for what is not there."""

    # Stated here because Windows takes types from its registry, where programs put wrong ones.
    extensions_map = {  # noqa: RUF012
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
        ".css": "text/css",
        ".svg": "image/svg+xml",
    }

    def translate_path(self, path: str) -> str:
        """Return the file for an address, and none for a link that leads out of the site."""
        found = super().translate_path(path.replace("%00", ""))
        inside = Path(os.path.realpath(found)).is_relative_to(self.directory)
        return found if inside else os.path.join(self.directory, "no such file")

    def list_directory(self, path: str) -> None:
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        self.path = ""  # whatever is wrong is not kept, and has perhaps no address
        page = Path(self.directory, "404.html")
        if code == HTTPStatus.NOT_FOUND and page.is_file():
            # The base class fills this in; our page has signs that it would take for its own.
            self.error_message_format = page.read_text(encoding="utf-8").replace("%", "%%")
        super().send_error(code, message, explain)

    def end_headers(self) -> None:
        # The next build changes the pages; what has its version in its name stays as it is.
        kept = VERSIONED.match(self.path)
        self.send_header("Cache-Control", "max-age=31536000, immutable" if kept else "no-cache")
        super().end_headers()

    def log_message(self, *details: object) -> None:
        """Stay quiet: a line for each request would hide the address."""


class SiteServer(ThreadingHTTPServer):
    """The standard library's server, which has no word for a browser that has gone away."""

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def open_server(site: Path, port: int) -> ThreadingHTTPServer:
    """Return a server of a folder at `port`, or at a free one when that is taken; use `with`."""
    handler = partial(SiteHandler, directory=os.path.realpath(site))
    ThreadingHTTPServer.allow_reuse_address = os.name != "nt"  # there two would share a port
    try:
        return SiteServer((LOOPBACK, port), handler)
    except OSError:
        print(f"Port {port} is taken; using a free one.")
        return SiteServer((LOOPBACK, 0), handler)


@contextlib.contextmanager
def in_background(server: ThreadingHTTPServer, limit_s: float = 60) -> Iterator[str]:
    """Let an open server answer from a thread for the length of a `with`; give its address."""
    # Looks often whether to stop; the usual half a second would be spent at each end.
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join(limit_s)


def main(arguments: list[str] | None = None) -> int:
    """Serve until Ctrl-C; return the exit status."""
    parser = argparse.ArgumentParser(prog="make serve", description="Serve the built site.")
    parser.add_argument("--port", type=int, default=8000, help="default: %(default)s")
    parser.add_argument("--site", type=Path, default=SITE, help="folder; default: build/html")
    options = parser.parse_args(arguments)
    if not 0 <= options.port <= 65535:
        parser.error(f"a port is a number from 0 to 65535, not {options.port}")
    if not (options.site / "index.html").is_file():
        print("There is no site yet. Run first: make html", file=sys.stderr)
        return 1
    with open_server(options.site, options.port) as server:
        try:
            address = f"http://{LOOPBACK}:{server.server_port}/"
            print(f"The site is at {address}  (stop with Ctrl-C)", flush=True)
            server.serve_forever()
        except KeyboardInterrupt:
            print("\nStopped.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
