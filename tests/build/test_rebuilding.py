"""Test that a build renews all that shows what has changed, and leaves nothing of what is gone."""

import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
import small_book
from small_book import make_book, write_pair

from extensions import WORKSHOP

TIMEOUT_S = 120  # bounds a hang; a build takes some seconds

CONF = """
import sys
sys.path.insert(0, ROOT)
extensions = ["myst_parser", "extensions.book"]
exclude_patterns = ["build"]
def setup(app):
    app.connect("html-page-context", lambda app, name, *more: print("written", name))
"""
INDEX = "# Book\n\n```{toctree}\nchapters/01-one\ngathered\n```\n"
CHAPTER = "# One\n\n{text}\n\n```{{admonition}} Key points\n- {point}\n```\n"
GATHERED = "# All key points\n\n```{key-points}\n```\n"


@pytest.fixture
def build(tmp_path, root):
    """Return a function that builds a book, given its chapter; it returns the pages written."""
    settings = CONF.replace("ROOT", repr(str(root)))
    (tmp_path / "conf.py").write_text(settings, encoding="utf-8")
    (tmp_path / "index.md").write_text(INDEX, encoding="utf-8")
    (tmp_path / "gathered.md").write_text(GATHERED, encoding="utf-8")
    (tmp_path / "chapters").mkdir()

    def run(text, point):
        chapter = CHAPTER.format(text=text, point=point)
        (tmp_path / "chapters" / "01-one.md").write_text(chapter, encoding="utf-8")
        command = [sys.executable, "-m", "sphinx", "-W", "-q", ".", "build"]
        done = subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, timeout=TIMEOUT_S, check=True
        )
        return {line.split()[1] for line in done.stdout.splitlines() if "written" in line}

    return run


def test_gathered_key_points_follow_the_chapters(build, tmp_path):
    build("Text.", "Threads wait.")
    assert "gathered" not in build("More text.", "Threads wait.")
    assert {"gathered", "chapters/01-one"} <= build("More text.", "Processes compute.")
    page = (tmp_path / "build" / "gathered.html").read_text(encoding="utf-8")
    assert "Processes compute." in page
    assert "Threads wait." not in page


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Return a small book that has been built once; tests change it, each another part."""
    folder = make_book(tmp_path_factory.mktemp("book"), root)
    assert built(folder)
    return folder


def built(folder: Path) -> bool:
    """Build the book; tell whether all went well, and print what did not."""
    done = small_book.build(folder)
    print(done.stdout, done.stderr)
    return done.returncode == 0


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_new_name_stands_in_the_navigation_of_every_page(book):
    """Also of those whose own text is the same."""
    pages = [book / f"build/html/{name}.html" for name in ("index", "notebooks/01-one", "genindex")]
    for name in ("The first", "The very first"):
        names = f'[Start]\n01-one = "{name}"\n'
        (book / "chapters/navigation.toml").write_text(names, encoding="utf-8")
        assert built(book)
        for page in pages:
            assert f"<span>1</span> {name}</a>" in page.read_text("utf-8"), page


def test_a_new_title_stands_on_the_pages_that_lead_there(book):
    replace(book / "chapters/01-one.md", "# One", "# The title")
    assert built(book)
    lab = book / "build/html/notebooks/01-one.html"
    assert '<div class="title">The title</div>' in lab.read_text("utf-8")


def test_a_new_text_in_a_template_or_an_extension_reaches_the_pages(book):
    """An extension may write what only reading a page anew can bring."""
    page = book / "build/html/notebooks/01-one.html"
    replace(book / "_templates/page.html", 'aria-label="Breadcrumbs"', 'aria-label="The way here"')
    assert built(book)
    assert "The way here" in page.read_text(encoding="utf-8")
    replace(book / "extensions/book/run_it_yourself.py", "On your own computer", "At home")
    assert built(book)
    assert "At home" in page.read_text(encoding="utf-8")


def test_nothing_is_left_of_a_pair_that_is_gone(book):
    """No page, deck, copy, notebook or script, and no word in the lists and in the zip."""
    write_pair(book, "02-two", "Twofold")
    assert built(book)
    site = book / "build/html"
    written = {path.relative_to(site).as_posix() for path in site.rglob("02-two*")}
    assert len(written) == 9, written
    for folder in ("chapters", "notebooks"):
        for path in book.joinpath(folder).rglob("02-two*"):
            path.unlink()
    shutil.rmtree(book / "build/doctrees")  # as if another Sphinx came: it knows of no old page
    assert built(book)
    assert list(site.rglob("02-two*")) == []
    texts = [path for path in site.rglob("*.*") if path.suffix in {".html", ".js", ".xml", ".txt"}]
    assert [path for path in texts if "Twofold" in path.read_text(encoding="utf-8")] == []
    assert "02-two" not in " ".join(ZipFile(site / f"{WORKSHOP}.zip").namelist())
