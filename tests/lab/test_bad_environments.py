"""The set-up check says what is wrong, in one line, in every bad environment that we know."""

import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bad_environments import ENVIRONMENTS, Bad

LAB = Path(__file__).parents[2] / "notebooks" / "lab"
TIMEOUT_S = 120  # only a bound


@pytest.fixture
def copied(tmp_path):
    """Return a function that copies what the check needs, with files beside it."""

    def copy(bad):
        folder = tmp_path / bad.folder
        shutil.copytree(LAB / "setup", folder / "lab" / "setup")
        for name in ("__init__.py", "check_setup.py", "machine.py", "cgroup.py"):
            shutil.copy(LAB / name, folder / "lab")
        for name, text in bad.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
        return folder

    return copy


def run(bad: Bad, folder: Path) -> subprocess.CompletedProcess:
    """Run the check in a bad environment."""
    program = ["-m", "lab.check_setup"]
    if bad.as_file:
        program = [str(folder / "lab" / "check_setup.py")]
    if bad.before:
        program = ["-c", f"{bad.before}\nimport sys; from lab import check_setup\n"
                   "sys.exit(check_setup.main(sys.argv[1:]))"]  # fmt: skip
    command = [sys.executable, *bad.options, *program, *bad.words.split()]
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    changes = {n: v and v.replace("FOLDER", str(folder)) for n, v in bad.environment.items()}
    environment = {name: value for name, value in (own | changes).items() if value is not None}
    return subprocess.run(
        ["sh", "-c", bad.shell.replace("FOLDER", str(folder)), "-", *command],
        cwd=folder, env=environment, capture_output=True, encoding="utf-8", errors="replace",
        timeout=TIMEOUT_S, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("bad", ENVIRONMENTS, ids=lambda bad: bad.name)
def test_a_bad_environment_gets_its_line_a_cure_and_no_traceback(bad, copied):
    if not bad.needs:
        pytest.skip(bad.because)
    folder = copied(bad)
    done = run(bad, folder)
    printed = done.stdout + done.stderr
    assert re.search(bad.line, printed, re.MULTILINE), printed
    assert done.returncode == bad.status, printed
    assert "Traceback" not in printed
    assert "Exception ignored" not in printed
    screen, _, block = printed.partition("----- for your teacher")
    assert screen.count("\nmend ") + screen.count("\nlook ") <= screen.count("Cure: ") + 2
    for private in (str(folder), str(folder.parent), os.path.expanduser("~"), platform.node()):
        assert private not in block


def test_at_least_forty_environments_are_tried():
    assert len({bad.name for bad in ENVIRONMENTS}) == len(ENVIRONMENTS) >= 40
