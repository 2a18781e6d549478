"""A room on the web: what it installs, on which Python, and the link on every lab that opens it."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import zipfile

import pytest
from parsed import parsed

from extensions.book.run_it_yourself import room_address
from lab.setup.packages import NEWEST, OLDEST

TIMEOUT_S = 120


@pytest.fixture
def room(root, tmp_path):
    """Return a folder with .binder/ as it is, beside a lock of one tiny package."""
    shutil.copytree(root / ".binder", tmp_path / ".binder")
    wheel = tmp_path / "wheels" / "tiny-1.0-py3-none-any.whl"
    wheel.parent.mkdir()
    with zipfile.ZipFile(wheel, "w") as archive:
        info = "tiny-1.0.dist-info/"
        archive.writestr(info + "METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        archive.writestr(info + "WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(info + "RECORD", "")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    lock = f"tiny==1.0 \\\n    --hash=sha256:{digest}\n"
    (tmp_path / "requirements.txt").write_text(lock, encoding="utf-8")
    return tmp_path


def install(room):
    """Do what the room's builder does with .binder/, from local files, without installing."""
    pip = [sys.executable, "-m", "pip", "--isolated", "--disable-pip-version-check", "install"]
    options = ["--dry-run", "--ignore-installed", "--no-index", "--find-links", room / "wheels"]
    command = [*pip, *options, "-r", ".binder/requirements.txt"]
    return subprocess.run(command, cwd=room, capture_output=True, text=True, timeout=TIMEOUT_S)


def test_the_room_installs_the_lock_and_nothing_else(room):
    done = install(room)
    assert done.returncode == 0, done.stderr
    assert re.findall(r"^Would install (.*)$", done.stdout, re.MULTILINE) == ["tiny-1.0"]


def test_the_room_refuses_what_the_lock_does_not_name(room):
    lock = room / "requirements.txt"
    lock.write_text(lock.read_text().replace("sha256:", "sha256:0")[:-2] + "\n", encoding="utf-8")
    done = install(room)
    assert done.returncode != 0
    assert "HASHES" in done.stderr


def test_the_rooms_pythons_are_ones_that_the_lock_is_for(root):
    runtime = (root / ".binder" / "runtime.txt").read_text(encoding="utf-8")
    image = container(root)["image"]
    for text in (runtime.strip(), image):
        found = re.fullmatch(r"python[-:](\d+)\.(\d+)", text)
        assert found, text
        assert OLDEST <= tuple(map(int, found.groups())) <= NEWEST


def container(root):
    return json.loads((root / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))


def test_the_container_makes_the_usual_environment_and_opens_the_first_lab(root):
    described = container(root)
    python, script = described["postCreateCommand"].split()
    assert python == "python3"
    assert (root / script).is_file()
    assert script == "tools/environment.py"
    settings = described["customizations"]["vscode"]["settings"]
    assert settings["python.defaultInterpreterPath"].endswith("/.venv/bin/python")
    (first,) = described["customizations"]["codespaces"]["openFiles"]
    assert first == min(p.relative_to(root).as_posix() for p in root.glob("notebooks/*.ipynb"))


@pytest.mark.parametrize(
    ("repository", "start"),
    [
        ("https://github.com/a/b", "https://mybinder.org/v2/gh/a/b/main?"),
        ("https://git.example/a/b", "https://mybinder.org/v2/git/https%3A%2F%2Fgit.example%2Fa%2Fb/main?"),
    ],
)  # fmt: skip
def test_the_address_of_a_room_follows_the_repository(repository, start):
    assert room_address(repository, "01-gil") == f"{start}labpath=notebooks%2F01-gil.ipynb"


def test_every_lab_has_the_link_to_its_room(built_site, lab_path):
    page = parsed(built_site / "notebooks" / f"{lab_path.stem}.html")
    links = [tag["href"] for tag in page.find_all("a", href=re.compile("mybinder.org"))]
    assert len(links) == 1
    assert links[0].endswith(f"labpath=notebooks%2F{lab_path.stem}.ipynb")
