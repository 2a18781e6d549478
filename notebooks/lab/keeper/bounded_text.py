"""Read what a program prints, however much it is, in bounded memory."""

import threading
from collections.abc import Callable
from io import RawIOBase

END_BYTES = 4000


class BoundedText(threading.Thread):
    """A thread that reads a stream to its end, and keeps the stream's beginning and end.

    When the bytes `awaited` have come by for the first time, it calls `then`, and awaits no more.
    """

    def __init__(self, stream: RawIOBase, awaited: bytes = b"", then: Callable = lambda: None):
        super().__init__(daemon=True)
        self._stream, self.awaited, self._then = stream, awaited, then
        self._lock = threading.Lock()
        self._head = self._tail = b""
        self._left_out_bytes = 0
        self.start()

    def run(self) -> None:
        """Read until nobody holds the other end of the stream any more."""
        recent = b""
        while block := self._stream.read(65536):
            self._keep(block)
            if not self.awaited:
                continue
            recent = recent[-len(self.awaited) :] + block
            if self.awaited in recent:
                self.awaited = recent = b""
                self._then()

    def _keep(self, block: bytes) -> None:
        with self._lock:
            room = END_BYTES - len(self._head)
            self._head += block[:room]
            self._tail += block[room:]
            self._left_out_bytes += max(0, len(self._tail) - END_BYTES)
            self._tail = self._tail[-END_BYTES:]

    def text(self) -> str:
        """Return what has come by so far; a note stands for what was too much."""
        with self._lock:
            head, tail = (part.decode("utf-8", "replace") for part in (self._head, self._tail))
            left_out = self._left_out_bytes
        note = f"\n… {left_out:,} bytes left out …\n" if left_out else ""
        return (head + note + tail).replace("\r\n", "\n")
