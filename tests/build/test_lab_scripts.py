"""Test that a lab's script does what its notebook does: small notebooks, run as scripts."""

import subprocess
import sys

import pytest

from extensions.labs.run import runs_alone
from extensions.labs.scripts import as_script, read_cells
from extensions.names.cells import cells_of

TIMEOUT_S = 60


@pytest.fixture
def run_script(tmp_path):
    """Return a function that runs cells as a script in a folder and returns what it printed."""

    def run(*cells):
        path = tmp_path / "00-try.py"
        path.write_text(as_script("00-try", cells), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, path.name],
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            timeout=TIMEOUT_S,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_text_becomes_comments_and_the_last_expression_is_printed(run_script):
    cells = ("markdown", "# A title\n\nwith text"), ("code", "x = 6"), ("code", "x * 7  # shown")
    assert run_script(*cells) == "42\n"


def test_semicolon_keeps_the_last_expression_quiet(run_script):
    assert run_script(("code", "x = 6\nx * 7;")) == ""


def test_strings_of_several_lines_keep_their_blanks(run_script):
    code = 'word = "b"\ntext = f"""a\n  {word}\nc"""\nprint(repr(text))'
    assert run_script(("code", code)) == "'a\\n  b\\nc'\n"


def test_cell_that_writes_a_file_still_writes_it(run_script, tmp_path):
    cells = ("code", 'name = "tasks"'), ("code", '%%writefile "{name}.py"\nANSWER = 42\n')
    run_script(*cells)
    assert (tmp_path / "tasks.py").read_text(encoding="utf-8") == "ANSWER = 42\n"


@pytest.mark.parametrize("code", ["x = (", "files = !ls", "print?"])
def test_a_cell_that_is_no_python_becomes_a_comment(run_script, code):
    assert run_script(("code", code), ("code", "print(1)")) == "1\n"


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", "<<<<<<< HEAD"])
def test_a_torn_notebook_has_no_cells(tmp_path, text):
    path = tmp_path / "torn.ipynb"
    path.write_text(text, encoding="utf-8")
    assert read_cells(path) == []
    assert cells_of(path) == []
    assert not runs_alone(path)


def test_other_magics_become_comments(run_script):
    assert run_script(("code", "%config Nothing\nprint(1)"), ("code", "%%bash\nexit 1")) == "1\n"


def test_await_outside_a_function_works(run_script):
    cells = (
        ("code", "async def six():\n    return 6"),
        ("code", "x = await six()"),
        ("code", "x * 7"),
    )
    assert run_script(*cells) == "42\n"


def test_worker_processes_import_the_script_without_running_it(run_script):
    code = (
        "import multiprocessing\n"
        "from concurrent.futures import ProcessPoolExecutor\n"
        "spawn = multiprocessing.get_context('spawn')\n"
        "with ProcessPoolExecutor(1, mp_context=spawn) as pool:\n"
        "    print(pool.submit(abs, -42).result(timeout=30))"
    )
    assert run_script(("code", code)) == "42\n"


def test_figures_and_claims_are_printed_as_text(run_script):
    code = (
        "from IPython.display import display\n"
        "display({'text/plain': 'alt', 'text/html': '<svg>'}, raw=True)"
    )
    assert run_script(("code", code)) == "alt\n"


def test_a_program_for_another_python_is_run_by_the_variable_that_is_named(run_script):
    there = "class there:\n    def run(program, **options):\n        return program, options"
    cells = ("code", there), ("code", "%%sandbox told --on there --limit 3\nprint(1)")
    assert run_script(*cells) == "('print(1)\\n', {'limit_s': 3})\n"


def test_a_program_of_its_own_is_run_in_the_sandbox(run_script, root, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(root / "notebooks"))
    program = "print('one\\ntwo', flush=True)\nimport time\nwhile True: time.sleep(0.01)"
    cells = (
        ("code", f"%%sandbox waiting --limit 60 --interrupt-when two\n{program}"),
        ("code", "waiting.output"),
        ("code", "%%sandbox quoting\nprint('''three''')"),
    )
    lines = run_script(*cells).splitlines()
    assert lines[:2] == ["one", "two"]
    assert "! KeyboardInterrupt" in lines
    assert lines[-2] == "three"
