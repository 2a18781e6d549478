"""Test that all builders of Sphinx can be used, not just the one that makes the site."""

import subprocess
import sys
from pathlib import Path

from small_book import TIMEOUT_S, make_book

BUILDERS = """
import gc, sys
from sphinx.cmd.build import main
for name in sys.argv[1:]:
    folder = f"build/{name}"
    if main(["-q", "-D", "version=1", "-b", name, "-d", f"{folder}-doctrees", ".", folder]):
        print("failed:", name)
    gc.collect()  # with the build goes its lock on the folder
"""
ON_PAPER = ["latex", "man", "texinfo", "text", "xml", "pseudoxml"]
FOR_SCREENS = ["epub", "dirhtml", "singlehtml"]


def test_every_builder_makes_what_it_can_of_the_pages(tmp_path: Path, root: Path) -> None:
    """None ends with an error; all in one process, for it is the imports that take time."""
    book = make_book(tmp_path, root)
    command = [sys.executable, "-c", BUILDERS, "dummy", "gettext", *ON_PAPER, *FOR_SCREENS]
    done = subprocess.run(command, cwd=book, capture_output=True, text=True, timeout=TIMEOUT_S)
    assert done.returncode == 0, done.stderr
    assert "failed" not in done.stdout, done.stderr
    assert "One" in (book / "build/text/chapters/01-one.txt").read_text(encoding="utf-8")
    assert (book / "build/dirhtml/chapters/01-one/index.html").is_file()
