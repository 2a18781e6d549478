"""Show the built site in a browser: serve build/html on this computer, and nothing else.

Run it with `make serve`. It needs no package, so it works with any Python 3.
"""

import argparse
import contextlib
import os
import sys
import threading
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer

SITE = Path(__file__).resolve().parent.parent / "build" / "html"
LOOPBACK = "127.0.0.1"
USUAL_PORT = 8000
# Stated here because Windows takes types from its registry, where programs put wrong ones.
TYPES = {
    ".css": "text/css",
    ".html": "text/html; charset=utf-8",
    ".ipynb": "application/x-ipynb+json",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}


class SiteHandler(SimpleHTTPRequestHandler):
    """Answer with files from the site only: no folder lists, nothing from outside it."""

    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, **TYPES}  # noqa: RUF012

    def translate_path(self, path):
        """Return the file for `path`, or one that does not exist when it lies outside the site."""
        root = os.path.realpath(self.directory)
        try:
            found = os.path.realpath(super().translate_path(path))
        except ValueError:  # a NUL in it
            found = ""
        inside = found == root or found.startswith(root + os.sep)
        # A folder keeps its final slash: the base class tells "folder" from "file" by it.
        slash = "/" if path.split("?")[0].endswith("/") else ""
        return found + slash if inside else os.path.join(root, "no", "such", "file")

    def list_directory(self, path):
        """Answer "not found" where the base class would list the folder."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code, message=None, explain=None):
        """Answer with the site's own page when something is not found."""
        page = Path(self.directory, "404.html")
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", TYPES[".html"])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def end_headers(self):
        """Have the browser ask again each time: the next build changes the pages."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, *details):
        """Stay quiet: a line for each request would hide the address."""


class SiteServer(ThreadingHTTPServer):
    """Serve a folder on loopback. Close it with `with`."""

    daemon_threads = True  # an open browser connection does not hold up Ctrl-C
    # On Windows, reusing an address would let two servers share one port.
    allow_reuse_address = os.name != "nt"

    def server_bind(self):
        """Bind without HTTPServer's look-up of the host's name, which may wait for a network."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]

    def handle_error(self, request, client_address):
        """Stay quiet when a browser hangs up; report anything else."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def open_server(site, port):
    """Return a server of the folder `site` at `port`, or at a free one when that is taken."""
    handler = partial(SiteHandler, directory=str(site))
    try:
        return SiteServer((LOOPBACK, port), handler)
    except OSError:
        print(f"Port {port} is taken; using a free one.")
        return SiteServer((LOOPBACK, 0), handler)


def address_of(server):
    """Return the address to type into a browser."""
    return f"http://{LOOPBACK}:{server.server_port}/"


@contextlib.contextmanager
def in_background(server, limit_s=60):
    """Let an open server answer from a thread of its own for the length of a `with`.

    Gives the server's address. Waits at most `limit_s` seconds for the thread to end.
    """
    # Looks often whether to stop; the usual half a second would be spent at each end.
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield address_of(server)
    finally:
        server.shutdown()
        thread.join(limit_s)


def main(arguments=None):
    """Serve until Ctrl-C; return the exit status."""
    parser = argparse.ArgumentParser(prog="make serve", description="Serve the built site.")
    parser.add_argument("--port", type=int, default=USUAL_PORT, help="default: %(default)s")
    parser.add_argument("--site", type=Path, default=SITE, help="folder; default: build/html")
    options = parser.parse_args(arguments)
    if not 0 <= options.port <= 65535:
        parser.error(f"a port is a number from 0 to 65535, not {options.port}")
    if not (options.site / "index.html").is_file():
        print("There is no site yet. Run first: make html", file=sys.stderr)
        return 1
    with open_server(options.site, options.port) as server:
        try:
            print(f"The site is at {address_of(server)}  (stop with Ctrl-C)", flush=True)
            server.serve_forever()
        except KeyboardInterrupt:
            print("\nStopped.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
