"""Test that pages which show parts of others are written again when those parts change."""

import subprocess
import sys

import pytest

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


def test_nothing_is_left_of_a_page_that_is_gone(tmp_path, root):
    settings = f"import sys\nsys.path[:0] = [{str(root)!r}, {str(root / 'notebooks')!r}]\n"
    settings += "from extensions.site import gone_pages\n"
    settings += "extensions = ['myst_parser']\nexclude_patterns = ['build']\n"
    settings += "def setup(app):\n"
    settings += "    app.connect('env-get-outdated', gone_pages.on_env_get_outdated)\n"
    (tmp_path / "conf.py").write_text(settings, encoding="utf-8")
    for name in ("index", "old", "kept"):
        (tmp_path / f"{name}.md").write_text(f"---\norphan: true\n---\n# {name}\n", "utf-8")
    command = [sys.executable, "-m", "sphinx", "-W", "-q", ".", "build"]
    subprocess.run(command, cwd=tmp_path, timeout=TIMEOUT_S, check=True)
    site = tmp_path / "build"
    (site / "old.py").write_text("", encoding="utf-8")
    assert (site / "old.html").exists()
    (tmp_path / "old.md").unlink()
    subprocess.run(command, cwd=tmp_path, timeout=TIMEOUT_S, check=True)
    left = {path.name for path in site.iterdir()}
    assert not {"old.html", "old.py"} & left
    assert {"kept.html", "index.html"} <= left
