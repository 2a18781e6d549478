"""Make a book of few words, with the settings, templates and extensions of the real one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat

TIMEOUT_S = 300  # bounds a hang; a build takes some seconds
NEEDED = ("_static", "_templates", "extensions", "notebooks/lab")
INDEX = "A book\n======\n\n.. toctree::\n   :caption: All\n   :glob:\n\n   {}\n"
CHAPTER = "# {title}\n\nSee {{py:func}}`time.sleep`.\n\n```{{image}} /_static/logo.svg\n```\n"


def write_pair(folder: Path, name: str, title: str) -> None:
    """Write a chapter, a lab of one cell, and its notes."""
    files = folder / "chapters" / f"{name}.md", folder / "chapters/workshop/notes" / f"{name}.md"
    files[1].parent.mkdir(parents=True, exist_ok=True)
    files[0].write_text(CHAPTER.format(title=title), encoding="utf-8")
    files[1].write_text(f"# Notes of {title}\n\nSome.\n\n## Aim\n\nThis.\n", encoding="utf-8")
    cells = [nbformat.v4.new_markdown_cell(f"# Lab of {title}"), nbformat.v4.new_code_cell("1")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "notebooks" / f"{name}.ipynb")


def make_book(folder: Path, root: Path) -> Path:
    """Make a book of one pair, 01-one, as the book of the repository `root` is made."""
    for name in NEEDED:
        left = shutil.ignore_patterns("__pycache__")
        shutil.copytree(root / name, folder / name, ignore=left)
    shutil.copy(root / "conf.py", folder)
    (folder / "index.rst").write_text(INDEX.format("chapters/**"), encoding="utf-8")
    write_pair(folder, "01-one", "One")
    return folder


def build(folder: Path, *options: str) -> subprocess.CompletedProcess:
    """Build the book as `make html` does, or as the options say."""
    usual = ["-W", "--keep-going", "-b", "html", "-d", "build/doctrees", ".", "build/html"]
    return subprocess.run(
        [sys.executable, "-m", "sphinx", "-n", "-q", *(options or usual)],
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=TIMEOUT_S,
    )
