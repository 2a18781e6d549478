"""The hub for a room refuses what it cannot serve, in a sentence; `make hub-load` tries the rest.

A whole hub needs root and packages of its own, so it is not started here.
"""

import json
import os
import socket
import stat
from pathlib import Path

import pytest

HUB = Path(__file__).parents[2] / "tools" / "hub"
with pytest.MonkeyPatch.context() as patch:
    patch.syspath_prepend(HUB)
    import home
    import limits
    import mischief
    import passwords
    import start
    from names import names_in

RESULTS = HUB.parents[1] / "notebooks" / "results"


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


def test_a_list_that_notepad_has_saved_is_read(names):
    names.write_text("ada\nben\n", encoding="utf-8-sig")
    assert names_in(names) == {"ada", "ben"}


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"\n# nobody yet\n", "holds no name"), (b"\xff\xfea\0d\0", "is no plain text")],
)
def test_a_list_without_names_is_told(ready, names, content, told):
    names.write_bytes(content)
    with pytest.raises(start.Problem, match=told):
        start.check(names)


@pytest.mark.parametrize(
    "address", ["192.168.1.20:8000", "https://a", "http://a:many", "", "http:"]
)
def test_what_is_no_address_is_told(address):
    with pytest.raises(start.Problem, match="write it as http://192"):
        start.host_and_port(address)


def test_the_check_of_a_hub_reads_the_names(ready, names):
    names.write_text("Ada\n", encoding="utf-8")
    with pytest.raises(start.Problem, match="line 1: 'Ada' is no name"):
        start.check(names)


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


@pytest.mark.skipif(os.name == "nt", reason="Windows lets two listen where one asks for reuse")
def test_a_taken_port_names_another(ready, names, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setattr(start, "ADDRESS", f"http://127.0.0.1:{taken.getsockname()[1]}")
        with pytest.raises(start.Problem, match="HUB_ADDRESS=http://127"):
            start.check(names)


def as_version_2(root, monkeypatch):
    """Make a folder look like the control groups of a system; return that of a learner."""
    group = root / "labs" / "ada"
    group.mkdir(parents=True)
    for name in ("memory.max", "pids.max"):
        (group / name).touch()
    (root / "cgroup.controllers").touch()
    monkeypatch.setattr(limits, "ROOT", root)
    return group


@pytest.mark.parametrize("text", ["many", "0", "-5", ""])
def test_a_limit_that_is_no_number_is_named(monkeypatch, text):
    monkeypatch.setenv("HUB_PROCESSES", text)
    with pytest.raises(SystemExit, match=f"HUB_PROCESSES={text}: a whole number above 0"):
        limits.number("HUB_PROCESSES", 250)


def test_a_group_of_a_learner_has_both_limits(tmp_path, monkeypatch):
    """As the second version of control groups has it: files that take a number."""
    group = as_version_2(tmp_path, monkeypatch)
    limits.make("ada")
    assert (group / "memory.max").read_text() == str(limits.MEMORY_BYTES)
    assert (group / "pids.max").read_text() == str(limits.PROCESSES)
    for folder in (tmp_path, tmp_path / "labs"):
        assert (folder / "cgroup.subtree_control").read_text() == "+memory +pids +cpu"
    assert limits.missing() == ""


def test_nothing_new_begins_in_a_group_that_is_ended(tmp_path, monkeypatch):
    """Else what starts processes without end could go on faster than they are ended."""
    group = as_version_2(tmp_path, monkeypatch)
    monkeypatch.setattr(limits, "members", lambda name: limits_at_the_end.append(limit(group)))
    limits_at_the_end = []
    limits.make("ada")
    limits.end("ada")
    assert limits_at_the_end == ["0"]
    limits.make("ada")
    assert limit(group) == str(limits.PROCESSES)


def limit(group):
    return (group / "pids.max").read_text()


def test_a_system_without_groups_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "ROOT", tmp_path / "none")
    assert "one learner can take all" in limits.missing()
    assert limits.end("ada") == set()


@pytest.fixture
def kept(tmp_path):
    return tmp_path / "passwords.txt"


def test_the_first_password_of_a_name_is_kept_and_no_other_comes_in(kept):
    passwords.check(kept, "ada", "difference engine")
    passwords.check(kept, "ben", "kettle")
    passwords.check(kept, "ada", "difference engine")
    with pytest.raises(passwords.Refused, match="not the password that was chosen"):
        passwords.check(kept, "ben", "difference engine")
    with pytest.raises(passwords.Refused, match="4 characters or more"):
        passwords.check(kept, "cem", "abc")
    lines = [line.split() for line in kept.read_text(encoding="utf-8").splitlines()]
    assert [(name, len(words)) for name, *words in lines] == [("ada", 2), ("ben", 2)]
    assert "engine" not in kept.read_text(encoding="utf-8")


def test_who_has_no_line_any_more_chooses_anew(kept):
    passwords.check(kept, "ada", "forgotten")
    passwords.check(kept, "ben", "kettle")
    kept.write_text("\n" + kept.read_text(encoding="utf-8").splitlines()[1], encoding="utf-8")
    passwords.check(kept, "ada", "a new one")
    passwords.check(kept, "ben", "kettle")
    with pytest.raises(passwords.Refused):
        passwords.check(kept, "ada", "forgotten")


@pytest.mark.skipif(os.name == "nt", reason="modes of files are of POSIX")
def test_passwords_and_homes_are_for_their_owners_eyes(kept, furnished):
    passwords.check(kept, "ada", "difference engine")
    assert modes(kept) == {0o600}
    assert modes(furnished, furnished / "tmp") == {0o700}


def modes(*paths):
    return {stat.S_IMODE(path.stat().st_mode) for path in paths}


@pytest.fixture
def furnished(tmp_path, monkeypatch):
    """Give a home that `furnish` has made ready, and put this process back where it was."""
    monkeypatch.chdir(tmp_path)
    umask = os.umask(0o022)
    (tmp_path / "labs").mkdir()
    (tmp_path / "labs" / "01-gil.ipynb").write_text("a lab", encoding="utf-8")
    (tmp_path / "home").mkdir()
    home.furnish(str(tmp_path / "home"), str(tmp_path / "labs"))
    yield tmp_path / "home"
    os.umask(umask)


def test_a_home_gets_the_labs_and_keeps_what_a_learner_wrote(furnished, tmp_path):
    lab = furnished / "labs" / "01-gil.ipynb"
    assert lab.read_text(encoding="utf-8") == "a lab"
    lab.write_text("my answer", encoding="utf-8")
    home.furnish(str(furnished), str(tmp_path / "labs"))
    assert lab.read_text(encoding="utf-8") == "my answer"


def test_a_copy_that_was_broken_off_is_made_again(furnished, tmp_path):
    (furnished / "labs").rename(furnished / "labs.new")
    (furnished / "labs.new" / "01-gil.ipynb").unlink()
    home.furnish(str(furnished), str(tmp_path / "labs"))
    assert (furnished / "labs" / "01-gil.ipynb").is_file()
    assert not (furnished / "labs.new").exists()


@pytest.mark.parametrize("learners", [4, 8, 16])
def test_the_record_of_so_many_learners_has_nothing_bad(learners):
    """The page says so of each; a row that is not so would have to be told there."""
    (row,) = [row for row in recorded("one-server") if row["learners"] == learners]
    assert row["claims_failed"] == row["looked_at_others"] == row["left_after_idling"] == []


def test_the_record_of_mischief_has_all_of_it_and_nobody_else_noticed():
    rows = recorded("one-server-mischief")
    there = mischief.deeds(mischief.Culprit("try-1", ""), "try-2", HUB)
    assert [row["deed"] for row in rows] == list(there)
    assert [row["deed"] for row in rows if row["others"] or not row["said"]] == []
    assert rows[-1]["said"] == "they stay root's"


def recorded(name):
    return json.loads((RESULTS / f"{name}.json").read_text("utf-8"))["rows"]
