"""Try every link to another site, for `make links`. Labs that are up to date do not run again.

Exit status: 0 all could be opened, 1 some could not, 2 they could not be tried, 3 none could be
opened: then there is no network.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CANNOT_TRY, NO_NETWORK = 2, 3


def check_links(source: Path, folder: Path) -> list[dict] | None:
    """Return what Sphinx's linkcheck found out: uri, status, info, filename and lineno of each.

    `folder` is for its files. Returns None when it found out nothing, and prints why.
    """
    found = folder / "output.json"
    found.unlink(missing_ok=True)
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "linkcheck", source, folder]
    done = subprocess.run(
        command, cwd=source, capture_output=True, encoding="utf-8", errors="replace"
    )
    if not found.exists():
        print(done.stderr)
        return None
    return [json.loads(line) for line in found.read_text(encoding="utf-8").splitlines()]


def judge(links: list[dict] | None) -> int:
    """Print what is wrong with links, and return the exit status."""
    if links is None:
        return CANNOT_TRY
    outside = [link for link in links if link["uri"].startswith("http")]
    broken = [link for link in outside if link["status"] in ("broken", "timeout")]
    if broken and not any(link["status"] in ("working", "redirected") for link in outside):
        print(f"None of {len(broken)} links could be opened: there seems to be no network.")
        return NO_NETWORK
    for link in broken:
        print(f"{link['filename']}:{link['lineno']}: {link['uri']}: {link['info'][:100]}")
    print(f"{len(outside)} links to other sites, {len(broken)} of them broken.")
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(judge(check_links(ROOT, ROOT / "build" / "links")))
