"""Keep what a learner's first password leaves: a line with name, salt and hash, in hexadecimal.

Without their line, somebody chooses anew. The file is a text, so that a teacher can see to that.
"""

import hashlib
import hmac
import os
from pathlib import Path

SHORTEST = 4


class Refused(Exception):
    """Why somebody does not come in, in a sentence for them."""


def kept_in(path: Path) -> dict[str, tuple[str, str]]:
    """Return {name: (salt, hash)}; lines that are no entry, such as empty ones, do not count."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    entries = [words for line in lines if len(words := line.split()) == 3]
    return {name: (salt, wanted) for name, salt, wanted in entries}


def check(path: Path, name: str, password: str) -> None:
    """Compare with what is kept of a name, or keep it if this is the first time; or Refused."""
    kept = kept_in(path)
    if name in kept:
        salt, wanted = kept[name]
        if not hmac.compare_digest(hashed(password, salt), wanted):
            raise Refused(
                "This is not the password that was chosen when this name first came in. "
                "Your teacher can let you choose again."
            )
    elif len(password) < SHORTEST:
        raise Refused(f"Choose a password of {SHORTEST} characters or more.")
    else:
        salt = os.urandom(16).hex()
        _write(path, kept | {name: (salt, hashed(password, salt))})


def hashed(password: str, salt: str) -> str:
    """Return what scrypt makes of a password and a salt."""
    data = hashlib.scrypt(password.encode(), salt=bytes.fromhex(salt), n=2**14, r=8, p=1)
    return data.hex()


def _write(path: Path, kept: dict[str, tuple[str, str]]) -> None:
    new = path.with_suffix(".new")
    new.touch(mode=0o600)
    lines = (f"{name} {salt} {wanted}\n" for name, (salt, wanted) in kept.items())
    new.write_text("".join(lines), encoding="utf-8")
    new.replace(path)
