"""The set-up check: each thing that can be wrong with a computer gets its line and its cure."""

import ast
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from lab.setup import (
    causes,
    computer,
    every_check,
    folders,
    jupyter,
    packages,
    python,
    report,
    trials,
)
from lab.setup.report import LOOK, MEND, OK, Finding
from lab.setup.trials import Failed, run_trial

NOTEBOOKS = Path(report.__file__).parents[2]
MODULES = sorted(
    path for path in Path(report.__file__).parent.glob("*.py") if path.stem != "__init__"
)
TIMEOUT_S = 300  # only a bound: a whole check takes seconds
ALL = every_check.checks(sys.path)
LINE = re.compile(r"(ok  |look|mend)  \S.*: \S.*")


def run_check(*options, interpreter=sys.executable):
    """Run the whole check in a child, as a learner does, and return how it went."""
    return subprocess.run(
        [interpreter, *options, "-m", "lab.check_setup"],
        cwd=NOTEBOOKS,
        capture_output=True,
        encoding="utf-8",
        timeout=TIMEOUT_S,
        check=False,
    )


def failing(error):
    """Return a function that raises whatever it is called with."""

    def fail(*_, **__):
        raise error

    return fail


def assert_to_mend(finding, *words, level=MEND):
    """Check a finding's level, that it says `words`, and that it has a cure of one sentence."""
    assert finding.level == level
    assert [word for word in words if word not in " ".join(finding)] == []
    assert len(finding.cure.split()) > 3


def test_this_computer_gets_a_line_for_every_check_and_a_block_to_send():
    done = run_check()
    assert done.stderr == ""
    screen, block = done.stdout.split("----- for your teacher")
    for part in (screen, block):
        assert len([line for line in part.splitlines() if LINE.fullmatch(line)]) == len(ALL)
    assert done.returncode == int("\nmend  " in block)
    assert "\x1b" not in done.stdout, "colour belongs on a terminal alone"
    assert "Jupyter kernel: the kernel computes" in block


def test_a_python_without_packages_says_what_is_missing_and_how_to_get_it():
    done = run_check("-S")
    assert (done.returncode, done.stderr) == (1, "")
    assert re.search(r"^mend  packages: missing: ipykernel, ", done.stdout, re.MULTILINE)
    assert "Cure: " in done.stdout
    assert "mend  Jupyter kernel: not installed" in done.stdout
    assert "ok    threads: " in done.stdout


@pytest.mark.parametrize("name", ["python3.8", "python3.9", "python3.10"])
def test_a_real_old_python_gets_every_line_too(name):
    if shutil.which(name) is None or subprocess.run([name, "-c", ""], check=False).returncode:
        pytest.skip(f"there is no {name} here")
    done = run_check(interpreter=name)
    assert (done.returncode, done.stderr) == (1, "")
    assert "the labs need 3.11 or newer" in done.stdout
    assert "ok    threads: " in done.stdout


def test_a_very_old_python_gets_one_plain_sentence():
    code = "import sys; sys.version_info = (3, 6, 9); from lab import check_setup as c; "
    done = subprocess.run(
        [sys.executable, "-c", code + "sys.exit(c.main())"],
        cwd=NOTEBOOKS, capture_output=True, text=True, timeout=TIMEOUT_S, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "")
    assert "need Python 3.11 or newer, and this is Python 3.6" in done.stdout
    assert "Cure: install" in done.stdout


@pytest.mark.parametrize("name", ["check_setup.py", "__init__.py"])
def test_the_first_file_parses_on_python_3_6(name):
    """A SyntaxError would be shown in place of the sentence about the version."""
    text = (NOTEBOOKS / "lab" / name).read_text(encoding="utf-8")
    tree = ast.walk(ast.parse(text, feature_version=(3, 6)))
    assert [node.lineno for node in tree if isinstance(node, ast.NamedExpr)] == []
    assert "from __future__ import annotations" not in text, "3.6 does not know it"


def test_a_notebook_runs_the_file_without_an_error():
    """Its output has no `reconfigure`, and an exit would be shown as an error."""
    command = [sys.executable, "-m", "IPython", "--no-banner", "--colors=nocolor", "-c"]
    done = subprocess.run(
        [*command, "%run lab/check_setup.py options nonsense"],
        cwd=NOTEBOOKS, capture_output=True, text=True, timeout=TIMEOUT_S, check=False,
    )  # fmt: skip
    assert "ok    options of Python: as usual" in done.stdout
    for word in ("Traceback", "SystemExit", "exception"):
        assert word not in done.stdout + done.stderr


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_the_checks_parse_on_python_3_8(path):
    text = path.read_text(encoding="utf-8")
    ast.parse(text, feature_version=(3, 8))
    assert "from __future__ import annotations" in text


def test_one_core_is_to_look_at(monkeypatch):
    monkeypatch.setattr(computer, "usable_cores", lambda: 1)
    assert_to_mend(computer.check_cores(), "1 usable", "second core", level=LOOK)


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system has no affinity")
def test_the_cores_are_those_that_this_process_may_use():
    one = "import os; os.sched_setaffinity(0, list(os.sched_getaffinity(0))[:1]); "
    count = "from lab.setup import computer as m; print(m.usable_cores())"
    command = [sys.executable, "-c", one + count]
    assert subprocess.check_output(command, cwd=NOTEBOOKS, text=True) == "1\n"


def test_a_blocked_loopback_is_told_and_the_kernel_is_not_waited_for(monkeypatch):
    refused = OSError(101, "Network is unreachable")
    monkeypatch.setattr(socket, "create_connection", failing(refused))
    monkeypatch.setattr(jupyter, "run_trial", failing(AssertionError("it was waited for")))
    assert_to_mend(jupyter.check_loopback(), "blocked (Network is unreachable)", "firewall")
    assert_to_mend(jupyter.check_kernel(), "not tried")


def test_a_folder_that_cannot_be_written_is_told(monkeypatch, tmp_path):
    assert folders.check_folder(tmp_path, "folder").level == OK
    assert list(tmp_path.iterdir()) == []
    assert_to_mend(folders.check_folder(tmp_path / "gone", "folder"), "cannot be written")
    denied = failing(PermissionError(13, "Permission denied"))
    monkeypatch.setattr(tempfile, "TemporaryFile", denied)
    assert_to_mend(folders.check_folder(tmp_path, "folder"), "Permission denied", "TMPDIR")


def test_processes_that_cannot_start_matter_most_when_it_is_the_usual_way(monkeypatch):
    usual, *others = computer.multiprocessing.get_all_start_methods()
    monkeypatch.setattr(computer, "run_trial", failing(Failed("PermissionError")))
    assert_to_mend(computer.check_processes(usual), "PermissionError", "the usual way")
    for method in others:
        assert_to_mend(computer.check_processes(method), method, level=LOOK)


@pytest.mark.parametrize(
    ("limit", "size_bytes"), [("1000000000", 10**9), ("max", None), ("", None)]
)
def test_a_containers_memory_counts(tmp_path, monkeypatch, limit, size_bytes):
    (tmp_path / "memory.max").write_text(limit)
    monkeypatch.setattr(computer, "_posix_memory_bytes", lambda: 8 * 10**9)
    monkeypatch.setattr(computer, "_windows_memory_bytes", lambda: 8 * 10**9)
    assert computer.memory_bytes(tmp_path) == (size_bytes or 8 * 10**9)


@pytest.mark.parametrize(("size_gb", "level"), [(0.5, MEND), (2, LOOK), (8, OK)])
def test_little_memory_is_told(monkeypatch, size_gb, level):
    monkeypatch.setattr(computer, "memory_bytes", lambda: size_gb * 1e9)
    assert computer.check_memory().level == level


def test_other_versions_than_the_locks_are_told(monkeypatch, tmp_path):
    (tmp_path / "requirements.txt").write_text(
        "tqdm==0.1 ; python_version < '3' \\\n    --hash=x\ntqdm==0.2 \\\n    --hash=y\n"
    )
    found = packages.locked_versions(tmp_path / "requirements.txt")
    assert found == {"tqdm": {"0.1", "0.2"}}
    assert packages.locked_versions(tmp_path / "none.txt") == {}
    monkeypatch.setattr(packages, "PROJECT", tmp_path)
    assert_to_mend(packages.check_packages(), "not the versions", "tqdm", level=LOOK)


def test_python_without_pip_or_venv_gets_a_command(monkeypatch):
    monkeypatch.setattr(python, "missing_packages", lambda: ["numpy"])
    monkeypatch.setattr(python, "is_installed", lambda name: False)
    assert_to_mend(python.check_venv(), "has no pip")
    monkeypatch.setattr(python.util, "find_spec", lambda name: None)
    assert_to_mend(python.check_venv(), "venv and ensurepip", "apt install python3.")


def test_a_trial_that_hangs_is_ended():
    with pytest.raises(Failed, match="no answer within"):
        run_trial("threads", limit_s=0.001)


def test_a_trial_that_fails_says_why_in_a_few_words():
    with pytest.raises(Failed, match="ValueError"):
        run_trial("processes", "no-such-method")


def test_a_check_that_breaks_is_a_line_too_and_the_others_still_run(capsys):
    checks = [
        ("first", failing(ZeroDivisionError("in /home/someone"))),
        ("second", lambda: Finding(OK, "second", "fine")),
    ]
    assert report.report(checks) == 1
    shown = capsys.readouterr().out
    assert "mend  first: could not be checked (ZeroDivisionError)" in shown
    assert "ok    second: fine" in shown
    assert "someone" not in shown


@pytest.mark.parametrize(
    ("levels", "status", "words"),
    [([OK], 0, "is ready."), ([OK, LOOK], 0, '"look"'), ([LOOK, MEND, OK], 1, "not ready")],
)
def test_the_worst_line_decides(capsys, levels, status, words):
    checks = [("a", lambda level=level: Finding(level, "a", "b")) for level in levels]
    assert report.report(checks) == status
    assert words in capsys.readouterr().out


def test_the_block_names_neither_the_user_nor_the_home_folder_nor_the_computer(monkeypatch):
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "ann")
    monkeypatch.setattr(os.path, "expanduser", lambda path: "/home/ann")
    monkeypatch.setattr(report.platform, "node", lambda: "anns-laptop")
    finding = Finding(OK, "folder", "/home/ann/labs of ann, annotated, on anns-laptop", "ask ann")
    block = report.block_for_teacher([finding])
    assert "folder: ~/labs of (user), annotated, on (computer)" in block
    assert "ask" not in block


@pytest.mark.parametrize("home", ["/", "", ".", "~"])
def test_a_home_that_is_no_folder_of_its_own_spoils_no_text(monkeypatch, home):
    monkeypatch.setattr(os.path, "expanduser", lambda path: home)
    assert report.without_names("a/b. c ~") == "a/b. c ~"


def test_a_user_with_the_name_of_a_check_spoils_no_line(monkeypatch):
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "threads")
    assert "\nok    threads: (user) work\n" in report.block_for_teacher(
        [Finding(OK, "threads", "threads work")]
    )


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (OSError(24, "Too many open files", "/home/ann/x"), "too many open files"),
        (RuntimeError("can't start new thread"), "no more processes or threads"),
        (OSError("AF_UNIX path too long"), "too long a name"),
        (ImportError("No module named 'ann'"), "a package is broken"),
        (MemoryError(), "not enough memory"),
        (PermissionError(13, "of /home/ann"), "PermissionError: Permission denied"),
        (ValueError("/home/ann"), "ValueError"),
    ],
)
def test_an_error_is_told_by_its_cause_and_names_no_file(error, name):
    assert name in causes.reason_of(error)
    assert "ann" not in causes.reason_of(error)


def test_each_cause_has_a_cure_of_its_own():
    assert all(causes.cure_for(f"OSError: {c.name}", "none") == c.cure for c in causes.CAUSES)
    assert causes.cure_for("ValueError", "this one") == "this one"


def test_a_trial_that_was_killed_says_by_which_signal(monkeypatch):
    monkeypatch.setattr(trials, "CHILD", "import os; os.kill(os.getpid(), 9)")
    with pytest.raises(Failed, match="ended by signal 9: not enough memory"):
        run_trial("threads")


def test_colour_only_adds_to_the_word(monkeypatch):
    finding = Finding(MEND, "cores", "none", "buy one")
    coloured = report.as_line(finding, colour=True)
    assert re.sub(r"\x1b\[\d+m", "", coloured) == report.as_line(finding)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not report.wants_colour()
