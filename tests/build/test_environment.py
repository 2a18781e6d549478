"""Making the environment: it works, it is left alone when it is right, and each problem is told.

Real child processes, real pip, no network: packages come from a folder that a test fills.
"""

import ast
import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import environment
import install
import interpreter

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "tools" / "environment.py"
TIMEOUT_S = 120  # only a bound: nothing here takes nearly as long
NOWHERE = "http://127.0.0.1:9/simple"  # the port "discard": nothing listens there


def child_settings(**more):
    """Return variables for a child whose pip knows no index but the one in `more`."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "PYTHON"))}
    return kept | {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1"} | more


def prepare(project, code=None, **settings):
    """Run environment.py for `project` (after the line `code`, if given) and return how it went."""
    start = f"import sys; sys.path.insert(0, {str(SCRIPT.parent)!r}); import environment; {code}; "
    told = ["-c", f"{start}sys.exit(environment.main([{str(project)!r}]))"]
    command = [sys.executable, "-E", "-s", *(told if code else [str(SCRIPT), str(project)])]
    return subprocess.run(
        command, env=child_settings(**settings), capture_output=True, text=True, timeout=TIMEOUT_S
    )


def assert_one_sentence_of_help(done, *words):
    """Check that a run failed with a short message that holds `words`, and without a traceback."""
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert [word for word in words if word not in done.stderr] == []


@pytest.fixture
def project(tmp_path):
    """Return a project whose lock asks for one tiny package, which lies in its folder `wheels`."""
    wheel = tmp_path / "wheels" / "tiny-1.0-py3-none-any.whl"
    wheel.parent.mkdir()
    info = "tiny-1.0.dist-info/"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("tiny.py", "size = 'tiny'\n")
        archive.writestr(info + "METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        archive.writestr(
            info + "WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(info + "RECORD", "")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (tmp_path / "requirements.txt").write_text(f"tiny==1.0 \\\n    --hash=sha256:{digest}\n")
    return tmp_path


def test_an_install_without_network_says_so_and_the_next_run_recovers(project):
    """Offline, one sentence names the network and the log. With a folder of packages beside the
    lock, as from a USB stick, the same command succeeds and asks no index, ignores settings that
    lead pip astray, and then finds nothing left to do."""
    venv = project / ".venv"
    offline = prepare(project, PIP_INDEX_URL=NOWHERE, PIP_RETRIES="0")
    assert_one_sentence_of_help(offline, "Connect to the network", str(venv / "install.log"))

    (project / "wheels").rename(project / "packages")
    astray = {"PIP_TARGET": str(project / "elsewhere"), "PIP_USER": "1", "PYTHONPATH": "/nowhere"}
    from_folder = prepare(project, PIP_INDEX_URL=NOWHERE, PIP_RETRIES="0", **astray)
    assert (from_folder.returncode, from_folder.stderr) == (0, "")
    assert "not finished" in from_folder.stdout
    show = [environment.venv_python(venv), "-c", "import tiny; print(tiny.size)"]
    assert subprocess.run(show, capture_output=True, text=True).stdout == "tiny\n"

    assert from_folder.stdout.endswith("Ready.\n")

    again = prepare(project, PIP_INDEX_URL=NOWHERE)
    assert (again.returncode, again.stdout, again.stderr) == (0, "Ready.\n", "")


def test_where_the_labs_are_it_ends_with_the_next_commands(project):
    """Also when there was nothing to do; and the environment of the site will do for the labs."""
    make_by_hand(project)
    (project / "notebooks").mkdir()
    said = prepare(project).stdout
    assert said.startswith("Ready. Now type")
    assert "-m lab.check_setup" in said
    (project / environment.SITE).write_text("-r requirements.txt\n", encoding="utf-8")
    stamp = project / ".venv" / environment.STAMP
    stamp.write_text(environment.fingerprint(str(project), environment.SITE), encoding="utf-8")
    assert prepare(project).stdout == said
    stamp.write_text(environment.fingerprint(str(project)), encoding="utf-8")
    wanted = environment.fingerprint(str(project), environment.SITE)
    assert "labs alone" in environment.why_anew(str(project / ".venv"), wanted)


def test_a_stick_for_others_is_told_and_the_internet_is_asked(project):
    """The folder has a wheel for another Python; the index has the right one."""
    (project / "packages").mkdir()
    (project / "packages" / "numpy-1.0-cp399-cp399-win_amd64.whl").touch()
    index = project / "simple" / "tiny" / "index.html"  # stands for the internet
    index.parent.mkdir(parents=True)
    wheel = next((project / "wheels").iterdir())
    index.write_text(f'<a href="{wheel.as_uri()}">{wheel.name}</a>', encoding="utf-8")
    done = prepare(project, PIP_INDEX_URL=(project / "simple").as_uri(), PIP_RETRIES="0")
    assert "it is for: Python 3.99 on Windows. Now from the internet:" in done.stdout, done.stdout
    assert done.returncode == 0, done.stderr


def test_a_kernel_of_the_environment_tells_the_order_of_cells(tmp_path):
    """Where the labs are, and nothing elsewhere."""
    profile = tmp_path / "profile_default"
    profile.mkdir()
    (profile / "ipython_config.py").write_text(install.KERNEL_CONFIG, encoding="utf-8")
    code = "print(getattr(get_ipython(), 'looks_after_cells', False))"
    command = [sys.executable, "-m", "IPython", "-c", code]
    for folder, found in ((ROOT / "notebooks", "True"), (tmp_path, "False")):
        done = subprocess.run(
            command, cwd=folder, env={**os.environ, "IPYTHONDIR": str(tmp_path)},
            capture_output=True, text=True, timeout=TIMEOUT_S, check=False,
        )  # fmt: skip
        assert done.stdout.strip().endswith(found), done.stdout + done.stderr


def make_by_hand(project):
    """Put a finished environment into `project`, quickly: without pip."""
    venv = project / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    wanted = environment.fingerprint(str(project))
    (venv / environment.STAMP).write_text(wanted, encoding="utf-8")
    return venv, wanted


def test_each_reason_to_make_the_environment_anew_is_seen(project):
    venv, wanted = make_by_hand(project)
    assert environment.why_anew(str(venv), wanted) is None
    assert "lock" in environment.why_anew(str(venv), wanted.replace(".txt ", ".txt 0"))
    assert "another Python" in environment.why_anew(str(venv), "python 3.99\n" + wanted)
    python = Path(environment.venv_python(str(venv)))
    python.unlink()
    assert "does not start" in environment.why_anew(str(venv), wanted)
    python.write_text("#!/nowhere/python\n")
    python.chmod(0o755)
    assert "does not start" in environment.why_anew(str(venv), wanted)
    (venv / environment.STAMP).write_text("")
    assert "not finished" in environment.why_anew(str(venv), wanted)


def test_a_broken_environment_is_deleted_but_anything_else_is_left_alone(project):
    venv, _ = make_by_hand(project)
    environment.remove(str(venv))
    assert not venv.exists()
    venv.mkdir()
    (venv / "thesis.txt").write_text("years of work")
    assert_one_sentence_of_help(prepare(project), str(venv), "left alone", "Move or delete it")
    assert (venv / "thesis.txt").read_text() == "years of work"


def test_a_python_without_its_venv_module_gets_the_name_of_the_package(project):
    done = prepare(project, code="sys.modules['ensurepip'] = None")
    assert_one_sentence_of_help(done, f"apt install python3.{sys.version_info[1]}-venv")
    assert not (project / ".venv").exists()


def test_an_old_python_is_told_which_one_to_use(project):
    done = prepare(project, code="sys.version_info = (3, 8, 18)")
    assert_one_sentence_of_help(done, "3.11 or newer", "is Python 3.8", "PYTHON=python3.")


def test_without_a_makefile_the_command_to_try_is_the_script_itself(tmp_path):
    for name in ("environment.py", "interpreter.py"):
        (tmp_path / "tools").mkdir(exist_ok=True)
        (tmp_path / "tools" / name).write_bytes((ROOT / "tools" / name).read_bytes())
    code = "import interpreter as i; print(i.command_with('python3.13'))"
    command = [sys.executable, "-c", code]
    said = subprocess.check_output(command, cwd=tmp_path / "tools", text=True)
    assert said.split() == ["python3.13", os.path.join("tools", "environment.py")]
    assert interpreter.command_with("python3.13") == "PYTHON=python3.13 make html"


def test_a_folder_that_cannot_be_written_is_named(project):
    refuse = "import os; os.mkdir = lambda path, mode: open(os.path.join(path, 'in', 'vain'), 'w')"
    assert_one_sentence_of_help(prepare(project, code=refuse), str(project), "elsewhere")


@pytest.mark.parametrize("module", [environment, interpreter])
def test_the_version_check_parses_on_python_3_6(module):
    """Syntax that an old Python lacks would show a SyntaxError in place of the sentence."""
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"), feature_version=(3, 6))
    imported = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert "__future__" not in imported, "3.6 lacks the one for annotations"


SMALL_DISK = 'mount -t tmpfs -o size={} none {}; cp {}/requirements.txt {}; {}exec "$@"'


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root mounts")
@pytest.mark.parametrize(
    ("size", "then", "word"),
    [("4k", "", "disk is full"), ("600k", "", "disk is full"), ("9m", "", "disk is full"),
     ("4k", "mount -o remount,ro {}; ", "Read-only file system")],
    ids=["full", "full at once", "full half-way", "read-only"],
)  # fmt: skip
def test_a_full_or_read_only_disk_gets_one_sentence(project, size, then, word):
    disk = project / "disk"
    disk.mkdir()
    script = SMALL_DISK.format(size, disk, project, disk, then.format(disk))
    done = subprocess.run(
        ["unshare", "-m", "sh", "-ec", script, "-", sys.executable, "-E", "-s", SCRIPT, disk],
        env=child_settings(), capture_output=True, text=True, timeout=TIMEOUT_S, check=False,
    )  # fmt: skip
    assert_one_sentence_of_help(done, word)
