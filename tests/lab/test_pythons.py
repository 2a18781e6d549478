"""Other Pythons are found, asked and used; whoever gives no answer is named, with the reason."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lab import pythons
from lab.setup import whereabouts

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="the fakes are shell scripts")
ANSWER = {
    "executable": "/fake/python",
    "base": "/fake/python",
    "implementation": "CPython",
    "version": "3.14.9",
    "numbers": [3, 14],
    "free_threaded": True,
    "gil_on": False,
}


@pytest.fixture
def fake(tmp_path):
    """Return a function that makes an interpreter out of a shell script."""

    def make(name: str, script: str) -> str:
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)
        return str(path)

    return make


def answering(**facts) -> str:
    return f"echo '{json.dumps(ANSWER | facts)}'"


def test_this_python_describes_itself():
    found = pythons.ask(sys.executable)
    assert found.executable == sys.executable
    assert found.numbers == sys.version_info[:2]
    assert found.gil_on == getattr(sys, "_is_gil_enabled", lambda: True)()
    assert found.name == "{}.{}".format(*sys.version_info) + "t" * found.free_threaded


@posix_only
def test_the_name_says_what_it_is(fake):
    assert pythons.ask(fake("t", answering())).name == "3.14t"
    other = {"implementation": "PyPy", "numbers": [3, 11], "free_threaded": False}
    assert pythons.ask(fake("pypy", answering(**other))).name == "PyPy 3.11"


@posix_only
@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("echo I am no Python", "does not answer as a Python would: 'I am no Python'"),
        ("echo '[1, 2]'", "does not answer as a Python would"),
        ('echo \'{"version": "3.14"}\'', "does not answer as a Python would"),
        ("exit 1", "ended with exit code 1"),
        ("echo broken >&2; exit 3", "ended with exit code 3: broken"),
        ("kill -9 $$", "ended with exit code -9"),
        (answering(version="2.7.18", numbers=[2, 7]), "Python 2.7.18, and the labs need 3.11"),
    ],
)
def test_a_fake_is_refused_with_the_reason(fake, script, reason):
    with pytest.raises(pythons.Problem) as refused:
        pythons.ask(fake("python3.14", script))
    assert reason in str(refused.value)


def test_who_is_not_there_is_said(tmp_path):
    missing = str(tmp_path / "python3.99")
    with pytest.raises(pythons.Problem, match="there is no interpreter"):
        pythons.ask(missing)


@posix_only
def test_a_file_that_is_no_program_does_not_start(tmp_path):
    """It may be executed, but the system cannot make anything of it."""
    path = tmp_path / "python3.14"
    path.write_bytes(b"\x7fELF, but not really")
    path.chmod(0o755)
    with pytest.raises(pythons.Problem, match="does not start"):
        pythons.ask(str(path))


@posix_only
def test_who_sleeps_is_stopped_with_all_that_it_started(fake, tmp_path):
    """The fake's own child writes a file in the end, if it gets there."""
    late = tmp_path / "late"
    path = fake("python3.14", f"(sleep 1.5; touch {late}) & sleep 60")
    with pytest.raises(pythons.Problem, match=r"had no answer after 0\.5 s"):
        pythons.ask(path, limit_s=0.5)
    time.sleep(1.5)
    assert not late.exists()


@posix_only
def test_duplicates_are_dropped_and_who_fails_is_told(fake, monkeypatch, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(sys.executable)
    names = [str(link), fake("one", answering()), fake("two", answering()), fake("three", "exit 1")]
    monkeypatch.setenv("LAB_PYTHONS", os.pathsep.join([*names, "", "python-nobody-has"]))
    found = pythons.find()
    assert [python.executable for python in found.pythons] == [sys.executable, "/fake/python"]
    assert list(found.refused) == [names[3], "python-nobody-has"]
    assert "exit code 1" in found.refused[names[3]]


def test_without_a_name_nobody_else_is_looked_for(monkeypatch):
    monkeypatch.setenv("LAB_PYTHONS", "")
    found = pythons.find()
    assert [python.executable for python in found.pythons] == [sys.executable]
    assert found.refused == {}


@posix_only
def test_the_newest_that_suits_is_chosen(fake, monkeypatch):
    numbers = {"3.13t": [3, 13], "3.15t": [3, 15], "3.14t": [3, 14]}
    fakes = [
        fake(name, answering(base=f"/fake/{name}", numbers=pair)) for name, pair in numbers.items()
    ]
    monkeypatch.setenv("LAB_PYTHONS", os.pathsep.join(fakes))
    found = pythons.find()
    assert found.newest(lambda python: python.base.startswith("/fake")).name == "3.15t"
    assert found.newest(lambda python: python.implementation == "PyPy") is None


@posix_only
def test_the_usual_places_are_searched(fake, monkeypatch, tmp_path):
    """On the PATH, in the folders of uv and pyenv, and by the launcher, which only Windows has."""
    for folder in ("uv/cpython-3.14t/bin", "pyenv/versions/3.12.1/bin", "pyenv/versions/2.7/bin"):
        (tmp_path / folder).mkdir(parents=True)
        for name in ("python", "python3"):
            (tmp_path / folder / name).symlink_to(fake("fake", answering()))
    monkeypatch.delenv("LAB_PYTHONS", raising=False)
    monkeypatch.setenv("UV_PYTHON_INSTALL_DIR", str(tmp_path / "uv"))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    on_path = fake("python3.13t", answering())
    fake("py", r"echo ' -V:3.14t *    C:\Program Files\Python314\python3.14t.exe'")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    found = list(whereabouts.candidates())
    assert on_path in found
    assert str(tmp_path / "uv/cpython-3.14t/bin/python3") in found
    assert str(tmp_path / "pyenv/versions/3.12.1/bin/python") in found
    assert found[-1] == r"C:\Program Files\Python314\python3.14t.exe"
    assert not [path for path in found if "2.7" in path]


def test_a_launcher_without_an_answer_knows_nobody(tmp_path):
    assert whereabouts.known_to(str(tmp_path / "py")) == []


@pytest.fixture
def programs(monkeypatch, tmp_path):
    """Return a function that makes a module of `lab`, for as long as the test runs."""
    folder = Path(pythons.__file__).parent / "recorded"
    made = []

    def make(source: str) -> str:
        path = folder / f"test_{os.getpid()}.py"
        path.write_text(source, encoding="utf-8")
        made.append(path)
        return f"lab.recorded.{path.stem}"

    yield make
    for path in made:
        path.unlink()


def test_a_program_gets_arguments_and_options_and_gives_json(programs):
    module = programs(
        "import json, sys\nif __name__ == '__main__':\n"
        " print(json.dumps([sys.argv[1:], sys.flags.optimize, 'é' * 100_000]))\n"
    )
    arguments, optimize, long = pythons.run(
        sys.executable, module, "2", "a b", limit_s=20, options=("-O",)
    )
    assert (arguments, optimize, long) == (["2", "a b"], 1, "é" * 100_000)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("print('hello')", "printed no JSON: 'hello'"),
        ("", "printed no JSON: ''"),
        ("raise SystemExit('not today')", "ended with exit code 1: not today"),
        ("1 / 0", "ended with exit code 1: ZeroDivisionError"),
    ],
)
def test_a_program_without_an_answer_is_told(programs, source, reason):
    with pytest.raises(pythons.Problem) as told:
        pythons.run(sys.executable, programs(source), limit_s=20)
    assert reason in str(told.value)


def test_a_program_that_goes_on_is_stopped_at_the_limit(programs):
    """What it has printed by then is no answer."""
    module = programs("import time; print(1, flush=True); time.sleep(60)")
    with pytest.raises(pythons.Problem, match="had no answer after 1 s"):
        pythons.run(sys.executable, module, limit_s=1)


def test_settings_for_python_do_not_get_there(programs, monkeypatch):
    monkeypatch.setenv("PYTHONOPTIMIZE", "2")
    module = programs("import sys; print(sys.flags.optimize)")
    assert pythons.run(sys.executable, module, limit_s=20) == 0


def test_no_module_of_that_name_is_told():
    with pytest.raises(pythons.Problem, match=r"No module named lab\.nobody"):
        pythons.run(sys.executable, "lab.nobody", limit_s=20)


def test_the_module_is_found_without_any_package():
    """Whoever records on a Python of their own has installed nothing."""
    code = "import sys; sys.path.insert(0, 'notebooks'); import lab.pythons"
    command = [sys.executable, "-I", "-S", "-c", code]
    root = Path(pythons.__file__).parents[2]
    assert subprocess.run(command, cwd=root, timeout=60).returncode == 0
