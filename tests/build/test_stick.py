"""A stick for several systems: what is chosen for each, and what a folder says that it has."""

import pytest

import stick

LOCK = """# a comment
anyio==4.0 \\
    --hash=sha256:aa
appnope==1.0 ; sys_platform == 'darwin' \\
    --hash=sha256:bb
pywinpty==2.0 ; os_name == 'nt' \\
    --hash=sha256:cc
old==1.0 ; python_full_version < '3.12' \\
    --hash=sha256:dd \\
    --hash=sha256:ee
"""


@pytest.mark.parametrize(
    ("system", "python", "names"),
    [
        ("linux", "3.11", ["anyio", "old"]),
        ("macos", "3.13", ["anyio", "appnope"]),
        ("windows", "3.12", ["anyio", "pywinpty"]),
    ],
)
def test_each_system_gets_what_the_lock_names_for_it(system, python, names):
    chosen = stick.wanted(LOCK, system, python)
    assert [line.split("==")[0] for line in chosen.splitlines() if "==" in line] == names
    assert ";" not in chosen, "pip would ask the markers of this computer"
    assert chosen.count("--hash") == (3 if "old" in names else 2)


def test_every_lock_entry_is_understood(root):
    text = (root / "requirements.txt").read_text(encoding="utf-8")
    for system in stick.PLATFORMS:
        assert stick.wanted(text, system, "3.13").count("==") > 50


def test_a_folder_says_for_whom_it_is(tmp_path):
    for name in ("cp313-cp313-win_amd64", "cp312-cp312-macosx_11_0_arm64", "cp39-cp39-plan9"):
        (tmp_path / f"numpy-2.0-{name}.whl").touch()
    (tmp_path / "tqdm-1.0-py3-none-any.whl").touch()
    assert stick.kinds(tmp_path)[1:] == ["Python 3.12 on macOS", "Python 3.13 on Windows"]
    assert "Python 3.13 on Windows" in stick.told(tmp_path)


@pytest.mark.parametrize("target", ["amiga-3.13", "linux", "linux-2.7", "linux-3"])
def test_another_target_gets_a_sentence(target, tmp_path):
    with pytest.raises(ValueError, match="with a Python"):
        stick.fill(tmp_path, [target])
