"""Answer what a room is asked for: a page for learners, one for the wall, and what they send."""

import hmac
import json
import re
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from lab import colours
from lab.room.entries import Refused, read

MOST_BYTES = 10_000  # of one post
DRAINED_BYTES, BLOCK_BYTES = 20_000_000, 65_536  # read and dropped, so that a sender gets an answer
SILENCE_S = 10.0
HERE = Path(__file__).parent / "static"
SHARED = Path(__file__).parents[1] / "page" / "static"
FILES = {
    "/room.css": (HERE, "text/css"),
    "/room.js": (HERE, "text/javascript"),
    "/wall.js": (HERE, "text/javascript"),
    "/guesses.js": (SHARED, "text/javascript"),
}
PAGES = {"/": "room.html", "/wall": "wall.html"}
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'"
OUTSIDE = "This room is for computers of its own network, and yours is not one of them."
WRONG_TOKEN = "The link is not complete, or of another room: take the one that the teacher shows."
TOO_LONG = f"That is too long: the room takes {MOST_BYTES // 1000} kB at a time."
TOO_FAST = "That was too much at once. Send it again in a moment."


def colours_css() -> str:
    """Return the colours of the site's figures and pages as variables, light and dark."""

    def variables(paper: dict[str, str], series: tuple[str, ...]) -> str:
        named = {name.replace(" ", "-"): colour for name, colour in paper.items()}
        named |= {f"lab-{number}": colour for number, colour in enumerate(series, 1)}
        return ";".join(f"--{name}:{colour}" for name, colour in named.items())

    light = variables(colours.LIGHT, colours.SERIES)
    dark = variables(colours.DARK, colours.SERIES_IN_THE_DARK)
    return (
        f":root{{color-scheme:light dark;{light}}}"
        f"@media (prefers-color-scheme:dark){{:root{{{dark}}}}}"
    )


class RoomHandler(BaseHTTPRequestHandler):
    """Answer one request with a page, JSON, or a sentence."""

    timeout = SILENCE_S
    server_version, sys_version = "room", ""

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if not self.server.near(self.client_address[0]):
            return self.say(403, OUTSIDE)
        if path == "/colours.css":
            return self.answer(200, "text/css", colours_css().encode())
        if path in FILES:
            folder, kind = FILES[path]
            return self.answer(200, kind, (folder / path[1:]).read_bytes())
        if path not in {*PAGES, "/state", "/question"}:
            return self.say(404, "There is no such page in this room.")
        if not self.knows("wall" if path in ("/wall", "/state") else "room"):
            return self.say(403, WRONG_TOKEN)
        if path in PAGES:
            return self.answer(200, "text/html", (HERE / PAGES[path]).read_bytes())
        kept = self.server.kept
        found = kept.picture() if path == "/state" else kept.question()
        return self.answer(200, "application/json", json.dumps(found).encode())

    def do_POST(self) -> None:
        path, address = urlsplit(self.path).path, self.client_address[0]
        if path not in ("/send", "/ask"):
            return self.refuse(404, "There is no such page in this room.")
        if not self.server.near(address):
            return self.refuse(403, OUTSIDE)
        if self.length() > MOST_BYTES:
            return self.refuse(413, TOO_LONG)
        if not self.knows("wall" if path == "/ask" else "room"):
            return self.refuse(403, WRONG_TOKEN)
        if wait_s := self.server.rate.wait_s(address):
            return self.refuse(429, TOO_FAST, {"Retry-After": str(wait_s)})
        text = self.rfile.read(self.length()).decode("utf-8", "replace")
        try:
            said = self.ask(text) if path == "/ask" else self.keep(text, address)
        except Refused as refusal:
            return self.say(400, str(refusal))
        return self.say(200, said)

    def keep(self, text: str, address: str) -> str:
        sender = self.asked("from")
        if not re.fullmatch(r"[0-9a-f]{16}", sender):
            raise Refused("This was sent without the room's page or `room.send`.")
        return self.server.kept.put(sender, address, read(text, self.server.checks))

    def ask(self, text: str) -> str:
        question, _, unit = text.partition("\n")
        self.server.kept.ask(question.strip(), unit.strip())
        return "The room sees the question."

    def asked(self, name: str) -> str:
        return parse_qs(urlsplit(self.path).query).get(name, [""])[0]

    def knows(self, place: str) -> bool:
        """Tell whether the request has the token of a place."""
        wanted = self.server.wall_token if place == "wall" else self.server.token
        return hmac.compare_digest(self.asked("token").encode(), wanted.encode())

    def length(self) -> int:
        """Return the length of what is posted; of one that is not told, more than is taken."""
        told = self.headers.get("Content-Length", "")
        return int(told) if re.fullmatch(r"\d{1,15}", told) else MOST_BYTES + 1

    def refuse(self, status: int, sentence: str, headers: dict | None = None) -> None:
        """Answer, then drop what is still coming, so that its sender gets to read the answer."""
        self.close_connection = True
        self.say(status, sentence, headers)
        left = min(self.length(), DRAINED_BYTES)
        while left > 0 and (block := self.rfile.read(min(left, BLOCK_BYTES))):
            left -= len(block)

    def say(self, status: int, sentence: str, headers: dict | None = None) -> None:
        self.answer(status, "text/plain", sentence.encode(), headers)

    def answer(self, status: int, kind: str, body: bytes, headers: dict | None = None) -> None:
        self.send_response(status)
        usual = {
            "Content-Type": f"{kind}; charset=utf-8",
            "Content-Length": str(len(body)),
            "Content-Security-Policy": POLICY,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
        }
        for name, value in {**usual, **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_) -> None:
        """Keep no record of who asked for what."""
