"""Read what a program prints on both its streams, however much it is, in bounded memory.

The order of output and error is that of their arrival. `line_by_line/sitecustomize.py` makes a
Python program wait for its turn, so that this is the order in which it printed.
"""

import codecs
import os
import select
import threading
from collections import deque
from collections.abc import Callable
from io import RawIOBase
from itertools import groupby
from operator import itemgetter

END_BYTES = 4000
# Windows cannot wait for two pipes at once.
READERS = 2 if os.name == "nt" else 1


class Kept:
    """The beginning and the end of what came by on one stream, in pieces with a turn's number."""

    def __init__(self) -> None:
        self.head, self.tail = [], deque()
        self.room, self.tail_bytes, self.left_out_bytes = END_BYTES, 0, 0

    def keep(self, turn: int, block: bytes) -> None:
        if self.room and block:
            self.head.append((turn, block[: self.room]))
        rest = block[self.room :]
        self.room = max(0, self.room - len(block))
        if rest:
            self.tail.append((turn, rest))
            self.tail_bytes += len(rest)
        while (too_many := self.tail_bytes - END_BYTES) > 0:
            turn, first = self.tail.popleft()
            if first[too_many:]:
                self.tail.appendleft((turn, first[too_many:]))
            self.left_out_bytes += min(too_many, len(first))
            self.tail_bytes -= min(too_many, len(first))

    def texts(self) -> list[tuple[int, str]]:
        """Return the pieces as texts; a note stands for what was too much."""
        if not self.left_out_bytes:
            return decoded([*self.head, *self.tail])
        note = (self.tail[0][0], f"\n… {self.left_out_bytes:,} bytes left out …\n")
        return [*decoded(self.head), note, *decoded(self.tail)]


def decoded(pieces: list[tuple[int, bytes]]) -> list[tuple[int, str]]:
    """Decode pieces of one stream; a character may begin in one of them and end in the next."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    texts = [(turn, decoder.decode(block).replace("\r\n", "\n")) for turn, block in pieces]
    return [*texts, (texts[-1][0], decoder.decode(b"", final=True))] if texts else []


class Printed:
    """What comes by on a program's output and error, read by threads until both have ended.

    When the bytes `awaited` have come by on one of them for the first time, it calls `then`, and
    awaits no more.
    """

    def __init__(self, output: RawIOBase, error: RawIOBase, awaited: bytes, then: Callable):
        self.awaited, self._then, self._recent = awaited, then, {output: b"", error: b""}
        self._lock, self._turn, self._last = threading.Lock(), 0, output
        self._kept = {output: Kept(), error: Kept()}
        self._readers = []
        for some in [[output], [error]] if READERS == 2 else [[output, error]]:
            self._readers.append(threading.Thread(target=self._read, args=(some,), daemon=True))
            self._readers[-1].start()

    def _read(self, streams: list[RawIOBase]) -> None:
        """Read until nobody holds the other ends of the streams any more."""
        while streams:
            ready = select.select(streams, [], [])[0] if len(streams) > 1 else list(streams)
            for stream in ready:
                if block := stream.read(65536):
                    self._keep(stream, block)
                else:
                    streams.remove(stream)

    def _keep(self, stream: RawIOBase, block: bytes) -> None:
        with self._lock:
            self._turn += stream is not self._last
            self._last = stream
            self._kept[stream].keep(self._turn, block)
            if self.awaited:
                self._look_out(stream, block)

    def _look_out(self, stream: RawIOBase, block: bytes) -> None:
        self._recent[stream] = self._recent[stream][-len(self.awaited) :] + block
        if self.awaited in self._recent[stream]:
            self.awaited, self._recent = b"", {}
            self._then()

    def pieces(self) -> list[tuple[bool, str]]:
        """Return what has come by so far, in its order: whether it is an error, and the text."""
        with self._lock:
            output, error = (kept.texts() for kept in self._kept.values())
        numbered = [(turn, False, text) for turn, text in output]
        numbered += [(turn, True, text) for turn, text in error]
        in_order = groupby(sorted(numbered, key=itemgetter(0)), itemgetter(1))
        return [(is_error, "".join(text for *_, text in same)) for is_error, same in in_order]

    def all_pieces(self) -> list[tuple[bool, str]]:
        """Return the same, when nobody is left who could print."""
        for reader in self._readers:
            reader.join(2)
        return self.pieces()
