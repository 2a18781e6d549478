"""The hub for a room refuses what it cannot serve, in a sentence; `make hub-load` tries the rest.

A whole hub needs root and packages of its own, so it is not started here.
"""

import os
import socket
import sys
from pathlib import Path

import pytest

HUB = Path(__file__).parents[2] / "tools" / "hub"
sys.path.insert(0, str(HUB))

import limits  # noqa: E402
import start  # noqa: E402
from names import names_in  # noqa: E402

sys.path.remove(str(HUB))


@pytest.fixture
def names(tmp_path):
    path = tmp_path / "names.txt"
    path.write_text("ada\n\nben  # by the window\n", encoding="utf-8")
    return path


@pytest.fixture
def ready(monkeypatch):
    """Make this system, as far as the check sees it, one that can be a hub."""
    monkeypatch.setattr(start.sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(start, "shut_before", lambda path: None)


def test_the_list_of_names_may_have_empty_lines_and_comments(names):
    assert names_in(names) == {"ada", "ben"}


@pytest.mark.parametrize("line", ["Ada", "ada lovelace", "../etc", "root;", "a" * 21, "1st"])
def test_a_line_that_is_no_name_is_named(names, line):
    names.write_text(f"ben\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"names\.txt, line 2: .* is no name for an account"):
        names_in(names)


def test_other_systems_and_other_users_than_root_are_told(names, monkeypatch):
    monkeypatch.setattr(start.sys, "platform", "darwin")
    with pytest.raises(start.Problem, match="runs on Linux"):
        start.check(names)
    monkeypatch.setattr(start.sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    with pytest.raises(start.Problem, match="start it as root"):
        start.check(names)


def test_a_missing_list_says_what_to_write(ready, tmp_path):
    with pytest.raises(start.Problem, match="write the learners' names"):
        start.check(tmp_path / "names.txt")


@pytest.mark.skipif(os.name == "nt", reason="modes of files are of POSIX")
def test_a_folder_that_learners_cannot_enter_is_named(tmp_path):
    inner = tmp_path / "shut" / "inner"
    inner.mkdir(parents=True)
    inner.parent.chmod(0o700)
    outer = start.shut_before(tmp_path)  # pytest's own folders may be shut as well
    assert start.shut_before(inner) == (outer or inner.parent)
    assert start.shut_before(Path(tmp_path.anchor)) is None


def test_a_taken_port_names_another(ready, names, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setattr(start, "ADDRESS", f"http://127.0.0.1:{taken.getsockname()[1]}")
        with pytest.raises(start.Problem, match="HUB_ADDRESS=http://127"):
            start.check(names)


def test_a_group_of_a_learner_has_both_limits(tmp_path, monkeypatch):
    """As the second version of control groups has it: files that take a number."""
    group = tmp_path / "labs" / "ada"
    group.mkdir(parents=True)
    for name in ("memory.max", "pids.max"):
        (group / name).touch()
    (tmp_path / "cgroup.controllers").touch()
    monkeypatch.setattr(limits, "ROOT", tmp_path)
    limits.make("ada")
    assert (group / "memory.max").read_text() == str(limits.MEMORY_BYTES)
    assert (group / "pids.max").read_text() == str(limits.PROCESSES)
    assert limits.missing() == ""


def test_a_system_without_groups_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "ROOT", tmp_path / "none")
    assert "one learner can take all" in limits.missing()
    assert limits.end("ada") == set()
