"""The Makefile: the first thing that a newcomer meets."""

import os
import re
import shutil
import subprocess
import sys

import pytest

TIMEOUT_S = 60
INTERNAL = {"help", "python", "environment"}
pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="no make on this machine")


def make(root, *arguments):
    command = ["make", "-C", str(root), "--no-print-directory", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_S)


def test_make_alone_explains_every_target(root):
    shown = make(root)
    phony = re.search(r"^\.PHONY:(.*)$", (root / "Makefile").read_text(encoding="utf-8"), re.M)
    targets = set(phony[1].split()) - INTERNAL
    assert {"html", "test", "serve", "lab", "clean", "lock"} <= targets
    assert (shown.returncode, shown.stderr) == (0, "")
    assert {name for name in targets if f"  make {name} " not in shown.stdout} == set()


def test_a_python_that_is_not_there_is_told(root):
    refused = make(root, "environment", "PYTHON=no-such-python")
    assert refused.returncode != 0
    assert 'There is no "no-such-python" here' in refused.stderr
    assert "PYTHON=python3." in refused.stderr
    assert "not found" not in refused.stderr


@pytest.mark.skipif(os.name == "nt", reason="makes a link")
def test_a_python_stays_chosen_wherever_it_lies(root, tmp_path, monkeypatch):
    monkeypatch.delenv("PYTHON", raising=False)  # which would be a new choice
    folder = tmp_path / "o'brien's own"
    (folder / ".venv").mkdir(parents=True)
    (folder / "py thon").symlink_to(sys.executable)
    (folder / ".venv" / "made-with").write_text(f"{folder}/py thon\n", encoding="utf-8")
    shutil.copy(root / "Makefile", folder)
    assert make(folder, "python").returncode == 0
    shown = make(folder, "-n", "environment")
    assert f'"{folder}/py thon" -E -s tools/environment.py' in shown.stdout
