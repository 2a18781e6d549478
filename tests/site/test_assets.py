"""Test what pages load: few files, by names that change with what is in them."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TIMEOUT_S = 120  # bounds a hang; a build takes two seconds
CONF = """
import sys
sys.path.insert(0, ROOT)
from extensions.site import bundle, renewal
project, html_theme, html_static_path = "Two pages", "furo", ["_static"]
exclude_patterns = ["build"]
def setup(app):
    app.add_config_value("checksum_of_looks", 0, "html")
    app.add_config_value("checksum_of_extensions", 0, "env")
    app.connect("config-inited", renewal.on_config_inited)
    app.connect("builder-inited", bundle.write_bundles, priority=900)
    app.connect("html-page-context", bundle.on_page)
"""
ADDRESS = re.compile(r'(?:href|src)="_static/(site-styles\.css|site-scripts\.js)\?v=(\w+)"')
OTHERS = re.compile(r'<(?:link rel="stylesheet"|script)[^>]+_static/(?!site-s)[^>]*>')


@pytest.fixture
def build(root: Path, tmp_path: Path):
    """Return a function that builds two pages as ours are, and returns the text of both."""
    for folder in ("_static", "notebooks/lab/page/static"):
        shutil.copytree(root / folder, tmp_path / folder)
    (tmp_path / "conf.py").write_text(CONF.replace("ROOT", repr(str(root))), encoding="utf-8")
    (tmp_path / "index.rst").write_text("Here\n====\n\n.. toctree::\n\n   there\n")
    (tmp_path / "there.rst").write_text("There\n=====\n")

    def run() -> list[str]:
        command = [sys.executable, "-m", "sphinx", "-q", "-W", "-j", "2", ".", "build"]
        subprocess.run(command, cwd=tmp_path, check=True, timeout=TIMEOUT_S)
        return [(tmp_path / "build" / f"{name}.html").read_text() for name in ("index", "there")]

    return run


def test_a_page_loads_one_style_sheet_and_one_script(build):
    for page in build():
        assert [name for name, _ in ADDRESS.findall(page)] == ["site-styles.css", "site-scripts.js"]
        assert OTHERS.findall(page) == []


def test_a_changed_file_has_another_name_on_every_page(build, tmp_path):
    before = [dict(ADDRESS.findall(page)) for page in build()]
    with (tmp_path / "_static" / "site.css").open("a") as styles:
        styles.write("p { color: red }\n")
    after = [dict(ADDRESS.findall(page)) for page in build()]
    for earlier, later in zip(before, after, strict=True):
        assert earlier["site-styles.css"] != later["site-styles.css"]
        assert earlier["site-scripts.js"] == later["site-scripts.js"]
    served = (tmp_path / "build" / "_static" / "site-styles.css").read_text()
    assert "p { color: red }" in served
