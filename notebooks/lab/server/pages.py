"""Be the web server inside `SlowServer`: the address says how slow a page is and its status.

`/page?delay_s=0.2&status=503` is an error that arrives after 0.2 seconds.
"""

import contextlib
import os
import re
import socket
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from urllib.parse import parse_qsl, unquote, urlsplit

HOST = "127.0.0.1"
MAX_DELAY_S = 60.0
CLOSING_TIMEOUT_S = 5.0


def checked_delay_s(wanted: float | str) -> float:
    """Return `wanted` as a float; raise ValueError unless it is a number from 0 to 60."""
    with contextlib.suppress(ValueError):  # what float() raises says less than our own
        if 0 <= float(wanted) <= MAX_DELAY_S:  # False for "nan", too
            return float(wanted)
    raise ValueError(f"delay_s must be a number of seconds from 0 to 60, not {wanted!a}.")


def parse_target(target: str, default_delay_s: float) -> tuple[str, float, int]:
    """Return the path, the delay in seconds and the status that a request's target asks for.

    Raises ValueError with a sentence for the client if it asks for something else.
    """
    parts = urlsplit(target)
    path = unquote(parts.path)
    if not re.fullmatch("/[A-Za-z0-9._~/-]{0,200}", path):
        raise ValueError("a path may hold up to 200 letters, digits and the signs . _ ~ / - only.")
    wishes = {"delay_s": default_delay_s, "status": "200"}
    wishes.update(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    if len(wishes) > 2:
        raise ValueError("the query may hold delay_s and status only.")
    if not re.fullmatch("200|[45][0-9][0-9]", wishes["status"]):
        raise ValueError("status must be 200 or from 400 to 599.")
    return path, checked_delay_s(wishes["delay_s"]), int(wishes["status"])


class PageHandler(BaseHTTPRequestHandler):
    """Answer the GET and HEAD requests of one connection, one after the other, in its thread."""

    protocol_version = "HTTP/1.1"  # keep-alive: a Session can use its connection again
    disable_nagle_algorithm = True  # else a request on a kept connection may cost 40 ms more
    wbufsize = -1  # buffered: headers and body leave in one write

    def do_GET(self):
        """Answer after the wanted delay, or hang up if the server closes before that."""
        with self.server.one_more_at_once():
            try:
                path, delay_s, status = parse_target(self.path, self.server.delay_s)
                text = f"This is {path}, served after {delay_s:g} s.\n"
            except ValueError as problem:
                delay_s, status, text = 0, 400, f"Bad request: {problem}\n"
            if self.server.closing.wait(delay_s):
                self.close_connection = True
            else:
                self._answer(status, text.encode())

    do_HEAD = do_GET

    def _answer(self, status: int, body: bytes):
        with self.server.lock:
            self.server.served += 1  # before it is sent: a client with its answer is counted
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_):
        """Stay silent: a line for each request would drown a notebook's output."""


class LabServer(ThreadingHTTPServer):
    """Listen as every server of the labs does: alone on its port, and for many at once."""

    request_queue_size = 128  # the usual 5 would turn away the burst of a wide pool
    allow_reuse_address = os.name != "nt"  # on Windows it would let two servers share a port
    allow_reuse_port = False  # it would do the same elsewhere

    def server_bind(self):
        """Bind without HTTPServer's look-up of the host's name, which may wait for DNS."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]

    def handle_error(self, request, client_address):
        """Ignore clients that hang up, as one with a timeout does; report anything else."""
        if not isinstance(sys.exception(), ConnectionError):
            traceback.print_exc()  # without the client's address


class PageServer(LabServer):
    """Listen on loopback; keep each connection with its thread, so that stop() can end them."""

    def __init__(self, port: int, delay_s: float):
        super().__init__((HOST, port), PageHandler)
        self.delay_s, self.closing, self.lock = delay_s, threading.Event(), threading.Lock()
        self.connections, self.served, self.at_once, self.most_at_once = {}, 0, 0, 0

    def process_request(self, request, client_address):
        """Start a connection's thread, under the lock so that it is listed before it can end."""
        thread = threading.Thread(
            target=self.process_request_thread,
            daemon=True,
            args=(request, client_address),
            name="SlowServer connection",
        )
        with self.lock:
            thread.start()
            self.connections[thread] = request

    def shutdown_request(self, request):
        """Close a connection and forget its thread, which is the one that calls this."""
        super().shutdown_request(request)
        with self.lock:
            self.connections.pop(threading.current_thread(), None)

    @contextlib.contextmanager
    def one_more_at_once(self) -> Iterator[None]:
        """Count a request as under way, and remember how many were at most."""
        with self.lock:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            yield
        finally:
            with self.lock:
                self.at_once -= 1

    def stop(self):
        """Stop accepting, wake the sleepers, break the connections, wait for their threads."""
        self.closing.set()
        self.shutdown()
        self.server_close()
        with self.lock:
            connections = dict(self.connections)
        for request in connections.values():
            with contextlib.suppress(OSError):  # the client may have gone already
                request.shutdown(socket.SHUT_RDWR)
        give_up_at_s = time.monotonic() + CLOSING_TIMEOUT_S
        for thread in connections:
            thread.join(max(0.0, give_up_at_s - time.monotonic()))
