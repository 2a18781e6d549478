"""The lock: complete, hashed, and free of any address."""

import re
import tomllib

import pytest

import interpreter
from lab.setup import names, packages


@pytest.fixture(scope="module")
def lock_text(root_path):
    parts = ("requirements.txt", "requirements-site.txt")
    return "\n".join((root_path / name).read_text(encoding="utf-8") for name in parts)


@pytest.fixture(scope="module")
def root_path(request):
    return request.config.rootpath


def requirements(lock_text):
    """Return {name: the lines of its entry, one or more versions}."""
    entries = re.split(r"\n(?=[a-z0-9])", lock_text)[1:]  # what stands before them is a comment
    grouped = {}
    for entry in entries:
        grouped.setdefault(entry.split("==")[0], []).append(entry)
    return grouped


def test_every_direct_dependency_is_locked(lock_text, root_path):
    project = tomllib.loads((root_path / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    assert extras
    lines = [*project["dependencies"], *extras]
    asked = {re.match(r"[\w.-]+", line)[0].lower() for line in lines}
    assert asked - set(requirements(lock_text)) == set()


def test_the_labs_part_has_what_labs_import_and_nothing_of_the_site(root_path):
    labs = requirements((root_path / "requirements.txt").read_text(encoding="utf-8"))
    assert set(names.PACKAGES) | {"distributed"} <= set(labs)
    assert {"sphinx", "furo", "myst-nb", "pytest", "playwright", "ruff"} & set(labs) == set()


def test_every_locked_package_has_hashes(lock_text):
    """pip would refuse the whole file for one entry without a hash."""
    entries = [entry for versions in requirements(lock_text).values() for entry in versions]
    assert len(entries) > 50
    assert [e.split()[0] for e in entries if "--hash=sha256:" not in e] == []


def test_the_lock_names_no_index_and_no_host(lock_text):
    lines = [line for line in lock_text.splitlines() if line != "-r requirements.txt"]
    options = [line for line in lines if line.lstrip().startswith("-")]
    assert [line for line in options if not line.lstrip().startswith("--hash=")] == []
    assert "://" not in lock_text


@pytest.mark.parametrize(
    "name",
    ["run_here/package-lock.json", "tools/hub/package-lock.json", "tools/hub/requirements.txt"],
)
def test_the_other_locks_hold_hashes_and_name_no_host(root_path, name):
    """npm adds who asks for money: take the entries "funding" out of what it has written."""
    text = (root_path / name).read_text(encoding="utf-8")
    assert text.count("sha512-" if name.endswith(".json") else "--hash=sha256:") > 10
    assert "://" not in text


def test_all_who_choose_a_python_agree_with_the_settings(root_path):
    """Two files repeat the bounds, because each has to run before anything is installed."""
    settings = tomllib.loads((root_path / "pyproject.toml").read_text(encoding="utf-8"))
    oldest = "{}.{}".format(*packages.OLDEST)
    assert settings["project"]["requires-python"] == f">={oldest}"
    assert interpreter.OLDEST == packages.OLDEST
    assert packages.NEWEST[1] == interpreter.NEWEST_KNOWN_MINOR
