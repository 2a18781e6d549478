"""The workshop's zip: whole, small, the same each time, and it runs wherever it is unpacked."""

import os
import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from parsed import parsed

from extensions.labs.kernel import execute
from extensions.labs.store import lab_paths
from extensions.site import workshop_zip

MOST_BYTES = 20_000_000
TIMEOUT_S = 300  # only a bound
QUICK_LAB = "04-submit"
TOP = workshop_zip.NAME


@pytest.fixture(scope="module")
def offered(built_site):
    return built_site / f"{TOP}.zip"


@pytest.fixture(scope="module")
def unpacked(offered, tmp_path_factory):
    """Unpack the zip into a folder whose path has spaces and letters of many alphabets."""
    folder = tmp_path_factory.mktemp("zip") / "Kurs für Ångström – 並行 course"
    with ZipFile(offered) as archive:
        archive.extractall(folder)
    return folder / TOP


def test_the_zip_is_small_and_holds_all_that_the_labs_need(offered, root):
    assert offered.stat().st_size < MOST_BYTES
    names = set(ZipFile(offered).namelist())
    labs = [path.stem for path in lab_paths(root)]
    wanted = {f"notebooks/{lab}{suffix}" for lab in labs for suffix in (".ipynb", ".py")}
    wanted |= {"START-HERE.html", "LICENSE", "requirements.txt", "site/index.html"}
    if (root / ".git").exists():
        listing = ["git", "ls-files", "notebooks"]
        listed = subprocess.check_output(listing, cwd=root, text=True).split()
        packed = re.compile(r"notebooks/(?:lab/|results/|[^/]+$)")  # no answers to exercises
        wanted |= set(filter(packed.match, listed))
    assert {f"{TOP}/{name}" for name in wanted} - names == set()


def test_the_zip_holds_nothing_else(offered):
    for name in ZipFile(offered).namelist():
        assert name.startswith(f"{TOP}/")
        assert ".." not in name.split("/")
        assert "\\" not in name
        assert not re.search(r"\.zip|\.progress|__pycache__|\.venv|checkpoints", name), name


def test_the_same_content_gives_the_same_bytes(offered, root, built_site, tmp_path):
    """Packed twice, and as the site offers it; what would not differ is not written again."""
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    workshop_zip.pack(root, built_site, first)
    workshop_zip.pack(root, built_site, second)
    assert first.read_bytes() == second.read_bytes()
    before = first.stat().st_mtime_ns
    os.utime(first, ns=(before - 10**9, before - 10**9))
    workshop_zip.pack(root, built_site, first)
    assert first.stat().st_mtime_ns == before - 10**9
    entries = ZipFile(first).infolist()
    assert {entry.date_time for entry in entries} == {workshop_zip.ALWAYS}
    assert [e.filename for e in entries] == sorted(e.filename for e in entries)


def test_a_changed_file_or_a_broken_zip_is_packed_anew(root, tmp_path):
    site, path = tmp_path / "site", tmp_path / "a.zip"
    site.mkdir()
    (site / "index.html").write_text("one")
    path.write_text("no zip at all")
    for text in ("one", "two"):
        (site / "index.html").write_text(text)
        workshop_zip.pack(root, site, path)
        assert ZipFile(path).read(f"{TOP}/site/index.html").decode() == text
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "site"]


def test_what_start_here_names_is_there(unpacked):
    page = parsed(unpacked / "START-HERE.html")
    links = [tag["href"] for tag in page.find_all("a", href=True)]
    assert "site/index.html" in links
    assert [link for link in links if not (unpacked / link).is_file()] == []
    commands = "\n".join(tag.get_text() for tag in page.find_all(["pre", "code"]))
    named = re.findall(r"[\w\\/-]+\.(?:py|ipynb|txt)\b", commands)
    assert {"tools/environment.py", "tools\\environment.py", "01-gil.ipynb"} <= set(named)
    for name in named:
        path = Path(name.replace("\\", "/"))
        assert (unpacked / path).is_file() or (unpacked / "notebooks" / path).is_file(), name


def test_the_site_is_read_and_searched_without_a_server(unpacked, chromium):
    page, wrong = chromium.new_page(), []
    page.on("requestfailed", lambda request: wrong.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto((unpacked / "site" / "notebooks" / f"{QUICK_LAB}.html").as_uri())
    page.locator(".sidebar-search").focus()
    page.keyboard.type("as_completed")
    page.locator(".search-panel li").first.wait_for()
    page.close()
    assert wrong == []


def test_a_lab_runs_where_the_zip_was_unpacked(unpacked):
    where = "import lab; print(lab.__file__)"
    notebook, error = execute(unpacked / "notebooks" / f"{QUICK_LAB}.ipynb", first_cell=where)
    assert error is None, error
    used = Path(notebook.cells[0].outputs[0].text.strip())
    assert used.samefile(unpacked / "notebooks" / "lab" / "__init__.py")


def test_a_script_runs_where_the_zip_was_unpacked(unpacked):
    done = subprocess.run(
        [sys.executable, f"{QUICK_LAB}.py"],
        cwd=unpacked / "notebooks",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=TIMEOUT_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Measured on" in done.stdout


def test_the_set_up_check_of_the_zip_says_how_to_go_on(unpacked):
    done = subprocess.run(
        [sys.executable, "-S", "-m", "lab.check_setup"],
        cwd=unpacked / "notebooks",
        capture_output=True,
        encoding="utf-8",
        timeout=TIMEOUT_S,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert f"{Path('tools', 'environment.py')}" in " ".join(done.stdout.split())


def test_the_site_offers_the_zip(built_site, lab_path):
    for name, link in (
        ("index.html", f"{TOP}.zip"),
        (f"notebooks/{lab_path.stem}.html", f"../{TOP}.zip"),
    ):
        page = parsed(built_site / name)
        assert page.find("a", href=link), name
