"""Open a room:  python -m lab.room --bind lan        (Ctrl-C closes it)"""

import argparse
import errno
import ipaddress
import json
import secrets
import signal
import socket
import sys
from functools import partial
from pathlib import Path

from lab.room.limits import is_near
from lab.room.server import RoomServer

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another, for those who type
PORT = 8806
OPEN = """\
The room is open.

  For the learners, on the wall or in the chat:  {room}
  For the wall itself, and for nobody else:      {wall}

{where} Ctrl-C closes the room; what it holds is then {then}."""
HERE_ONLY = "Only this computer can reach it. To let the room in: --bind lan"
NETWORK = "Computers of this network can reach it, if no firewall stops them."


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m lab.room", description="One picture of a room.")
    parser.add_argument("--bind", default="127.0.0.1", help='an address of this computer, or "lan"')
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument(
        "--allow", type=ipaddress.ip_network, action="append", default=[], metavar="NETWORK",
        help="another network from which learners come, such as 203.0.113.0/24",
    )  # fmt: skip
    parser.add_argument("--save", type=Path, help="write what the wall showed here, at the end")
    return parser


def address_in_network() -> str:
    """Return this computer's address in its network; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return probe.getsockname()[0]


def why_not(error: OSError, options: argparse.Namespace) -> str:
    """Return a sentence about a server that could not be opened."""
    if error.errno in (errno.EADDRINUSE, errno.EACCES) or "WinError 10013" in str(error):
        return f"Port {options.port} is taken or forbidden: name another, such as --port 8807."
    return f"{options.bind} is no address of this computer ({error.strerror}): try --bind lan."


def open_room(options: argparse.Namespace) -> int:
    """Serve until Ctrl-C; return the exit status."""
    host = "0.0.0.0" if options.bind == "lan" else options.bind
    if options.save and options.save.exists():
        print(f"{options.save} is there already: name another file.", file=sys.stderr)
        return 1
    token = "".join(secrets.choice(LETTERS) for _ in range(8))
    near = partial(is_near, more=options.allow)
    try:
        server = RoomServer((host, options.port), token, secrets.token_hex(8), near)
    except (OSError, OverflowError) as error:
        known = error if isinstance(error, OSError) else OSError(errno.EADDRINUSE, "")
        print(why_not(known, options), file=sys.stderr)
        return 1
    with server:
        print(told(server, options), flush=True)
        try:
            server.serve_forever(poll_interval=0.2)
        except KeyboardInterrupt:
            return close(server, options.save)
    return 0


def told(server: RoomServer, options: argparse.Namespace) -> str:
    """Return the links of a room, and who can reach it."""
    port, lan = server.server_port, options.bind == "lan"
    host = address_in_network() if lan else server.server_address[0]
    where = HERE_ONLY if ipaddress.ip_address(host).is_loopback else NETWORK
    return OPEN.format(
        room=f"http://{host}:{port}/?token={server.token}",
        wall=f"http://{'127.0.0.1' if lan else host}:{port}/wall?token={server.wall_token}",
        where=where,
        then=f"in {options.save}" if options.save else "gone",
    )


def close(server: RoomServer, path: Path | None) -> int:
    """Say what becomes of what the room held, and return the exit status."""
    if path is None:
        print("\nThe room is closed, and what it held is gone.")
        return 0
    try:
        with path.open("x", encoding="utf-8") as file:
            json.dump(server.kept.picture(), file, indent=1)
    except OSError as error:
        print(f"\nThe room is closed. It could not be kept in {path}: {error.strerror}.")
        return 1
    print(f"\nThe room is closed. What the wall showed is in {path}, without names.")
    return 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(open_room(parser().parse_args()))
