"""Try every link to another site, for `make links`. Labs that are up to date do not run again.

Exit status: 0 all could be opened, 1 some could not, 3 none could: then there is no network.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "links"
NO_NETWORK = 3


def check_links() -> list[dict]:
    """Return what Sphinx's linkcheck found out: uri, status, info, filename and lineno of each."""
    command = [sys.executable, "-m", "sphinx", "-Q", "-b", "linkcheck", "-d", FOLDER / "doctrees"]
    subprocess.run([*command, ".", FOLDER], cwd=ROOT, check=False)
    lines = (FOLDER / "output.json").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def judge(links: list[dict]) -> int:
    """Print what is wrong with links, and return the exit status."""
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
    sys.exit(judge(check_links()))
