"""Let pages ask for each script and style sheet by a hash of what is in it.

So a browser fetches a file anew when it has changed, and only then. The files are final when all
pages are written, and a build may leave pages of an earlier one as they are. So the hashes are
put in at the end, into every page: what stands after "?v=" until then does not matter.
"""

import functools
import hashlib
import re
from pathlib import Path

_STAMPED = re.compile(r"_static/([\w./-]+)\?v=\w+")


def stamp(site):
    """Put the hashes of the files of the built `site` into all its pages."""

    @functools.cache
    def hash_of(name):
        path = Path(site, "_static", name)
        return hashlib.sha256(path.read_bytes()).hexdigest()[:8] if path.is_file() else None

    def with_hash(found):
        version = hash_of(found[1])
        return f"_static/{found[1]}?v={version}" if version else found[0]

    for path in Path(site).rglob("*.html"):
        before = path.read_text(encoding="utf-8")
        after = _STAMPED.sub(with_hash, before)
        if after != before:
            path.write_text(after, encoding="utf-8", newline="\n")


def on_build_finished(app, exception):
    """Stamp all pages, unless the build has failed."""
    if exception is None and app.builder.format == "html":
        stamp(app.outdir)
