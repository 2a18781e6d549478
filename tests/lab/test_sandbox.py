"""The sandbox shows how a program ends, ends it in time, and leaves nothing of it."""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path

import many_runs
import pytest
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell

from lab import sandbox
from lab.keeper import printed
from lab.keeper.outcome import Outcome
from lab.keeper.remove import remove

SLEEP = "import time; time.sleep(600)"
DEADLOCK = "import threading; lock = threading.Lock(); lock.acquire(); lock.acquire()"
ENDLESS = "while True: print('x' * 70)"

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and POSIX signals")


@pytest.fixture(autouse=True)
def temporary_folder(monkeypatch):
    with tempfile.TemporaryDirectory(prefix="t-") as folder:
        monkeypatch.setenv("TMPDIR", folder)
        yield folder
        assert processes_of(folder) == []
        assert os.listdir(folder) == []


def processes_of(folder):
    """Return the commands of all processes whose environment speaks of a folder (on Linux)."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if process.name != str(os.getpid()) and folder.encode() in environment_of(process):
                found.append((process / "cmdline").read_bytes())
        except OSError:  # it has ended meanwhile
            pass
    return found


def environment_of(process):
    return (process / "environ").read_bytes()


def test_a_program_that_ends_well_is_shown_with_all_it_printed():
    outcome = sandbox.run("import sys; print('hello ×'); print('careful', file=sys.stderr)")
    assert (outcome.output, outcome.error) == ("hello ×\n", "careful\n")
    assert (outcome.exit_code, outcome.stopped, outcome.succeeded) == (0, False, True)
    assert outcome.seconds > 0
    shown = r'hello ×\n! careful\n\[exit code 0 after \d+\.\d s; "!" marks errors\]'
    assert re.fullmatch(shown, str(outcome))


def test_a_program_that_fails_is_shown_with_its_error():
    outcome = sandbox.run("import json\nprint('so far')\njson.loads('?')")
    assert (outcome.exit_code, outcome.succeeded) == (1, False)
    assert outcome.last_line.startswith("json.decoder.JSONDecodeError: Expecting value")
    assert outcome.says("so far")
    assert not outcome.says("never")
    assert 'File "program.py", line 3, in <module>' in outcome.error
    assert 'File "…/json/__init__.py", line ' in outcome.error
    assert not outcome.says(sys.base_prefix)
    assert "\x1b" not in outcome.error


def test_the_last_line_of_a_program_without_an_error_is_that_of_its_output():
    assert sandbox.run("print('one\\ntwo\\n')").last_line == "two"
    assert sandbox.run("").last_line == ""


def test_the_lines_of_an_output_are_quoted_in_their_order():
    outcome = sandbox.run("print('one\\n\\n two')")
    assert outcome.quoted == "“one”, then “two”"
    assert sandbox.run("").quoted == "nothing"


def test_paths_of_windows_are_shortened_too():
    error = (
        'File "C:\\Program Files\\Python313\\Lib\\threading.py", line 1\nC:\\t\\lab-1\\program.py'
    )
    assert (
        sandbox.shorten_paths(error, "C:\\t\\lab-1") == 'File "…\\threading.py", line 1\nprogram.py'
    )


def test_what_stands_before_a_path_is_kept():
    error = "cannot import name 'x' (/usr/lib/python3.13/json/__init__.py)"
    assert sandbox.shorten_paths(error, "/t") == "cannot import name 'x' (…/json/__init__.py)"


def test_a_program_may_import_the_instruments_and_nothing_else_of_ours():
    program = (
        "import os, sys\nfrom lab import workloads\n"
        "print(os.listdir(), __file__ == os.path.abspath('program.py'), sys.stdin.read() == '')"
    )
    assert sandbox.run(program).output == "['program.py'] True True\n"


def test_another_interpreter_can_be_named():
    outcome = sandbox.run("import sys; print(sys.executable)", python=sys.executable)
    assert outcome.output == sys.executable + "\n"


def test_an_interpreter_that_is_missing_is_named():
    with pytest.raises(FileNotFoundError, match=r"no Python interpreter 'python9\.9'"):
        sandbox.run("", python="python9.9")


def test_an_interpreter_that_cannot_be_started_is_an_error(tmp_path):
    (tmp_path / "python").write_text("this is not a program")
    (tmp_path / "python").chmod(0o755)
    with pytest.raises(OSError, match="the program could not be run"):
        sandbox.run("", python=str(tmp_path / "python"))


@pytest.mark.parametrize("limit_s", [0, -1, float("nan")])
def test_a_limit_that_is_not_above_zero_is_refused(limit_s):
    with pytest.raises(ValueError, match="the time limit must be above zero seconds"):
        sandbox.run("print('hello')", limit_s)


def test_a_limit_may_be_endless():
    assert sandbox.run("print('hello')", float("inf")).succeeded


@pytest.mark.parametrize("program", [SLEEP, DEADLOCK, ENDLESS, "while True: pass"])
def test_a_program_that_does_not_end_is_stopped(program):
    outcome = sandbox.run(program, limit_s=0.3)
    assert (outcome.stopped, outcome.exit_code, outcome.succeeded) == (True, None, False)
    assert "[still running: stopped after " in str(outcome)


def test_what_a_stopped_program_had_printed_is_kept():
    program = f"print('the beginning', flush=True)\n{ENDLESS}"
    outcome = sandbox.run(program, limit_s=4)
    assert outcome.output.startswith("the beginning\nxxx")
    assert re.search(r"\n… [\d,]+ bytes left out …\n", outcome.output)
    assert len(outcome.output) < 2 * printed.END_BYTES + 100


@posix_only
@pytest.mark.parametrize(
    "end", [SLEEP, "import os; os._exit(3)", "import os; os.kill(os.getpid(), 9)"]
)
def test_what_was_printed_before_the_end_is_shown_whichever_end_it_was(end):
    assert sandbox.run(f"print('step 1 done')\n{end}", limit_s=1).output == "step 1 done\n"


def shown(program, **settings):
    """Return the lines that are shown of a program, without that of its end."""
    return str(sandbox.run(program, **settings)).splitlines()[:-1]


MIXED = """
import sys
for number in range(20):
    print("to the output", number)
    print("to the error", number, file=sys.stderr)
"""
IN_TURN = [line.format(n) for n in range(20) for line in ("to the output {}", "! to the error {}")]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the order is that of the arrival")
def test_output_and_error_are_shown_in_their_order_and_the_error_is_marked():
    assert shown(MIXED) == IN_TURN


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the order is that of the arrival")
def test_the_order_holds_across_processes():
    program = (
        "import subprocess, sys\nprint('before')\n"
        f"subprocess.run([sys.executable, '-c', {MIXED!r}])\nprint('after')"
    )
    assert shown(program) == ["before", *IN_TURN, "after"]


@posix_only
def test_who_reads_the_output_of_a_child_too_late_holds_up_its_errors_once_only():
    child = "import sys\nfor n in range(50): print(n); print(n, file=sys.stderr)"
    program = (
        "import subprocess, sys\n"
        f"child = subprocess.Popen([sys.executable, '-c', {child!r}], stdout=subprocess.PIPE)\n"
        "child.wait(30); print(len(child.stdout.read().split()))"
    )
    outcome = sandbox.run(program, limit_s=60)
    assert outcome.output == "50\n"
    assert outcome.error.split() == [str(n) for n in range(50)]


def test_lines_of_threads_are_not_mixed():
    program = """
        from concurrent.futures import ThreadPoolExecutor
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(print, range(300)))
    """
    lines = sandbox.run(program.replace("\n        ", "\n")).output.splitlines()
    assert sorted(map(int, lines)) == list(range(300))


def test_a_program_may_print_in_its_last_moment():
    program = (
        "import sys\nclass Late:\n    def __del__(self):\n"
        "        print('late')\n        print('late', file=sys.stderr)\n"
        "sys.modules['late'] = Late()\nimport atexit\natexit.register(print, 'at exit')"
    )
    outcome = sandbox.run(program)
    assert outcome.output.startswith("at exit\n")
    assert "Traceback" not in outcome.error


def test_an_unfinished_line_is_ended_before_an_error_is_shown():
    program = "import sys; print('part', end='', flush=True); print('oh', file=sys.stderr)"
    assert shown(program) == ["part", "! oh"]


def test_letters_that_come_in_parts_are_put_together():
    program = (
        "import os, time\nfor b in 'é×\\n'.encode(): os.write(1, bytes([b])); time.sleep(0.02)"
    )
    assert sandbox.run(program).output == "é×\n"


LONG = """\
Traceback (most recent call last):
  File "program.py", line 1, in <module>
    go()
  File "…/a.py", line 2, in a
    b()
  File "…/b.py", line 3, in b
    c("of the quoted code")
    ~^^^^^^^^^^^^^^^^^^^^^^
  File "…/c.py", line 4, in c
    raise ValueError("quoted")
ValueError: the reason
"""


def test_of_calls_inside_libraries_the_last_is_shown():
    assert str(Outcome("", LONG, 1, False, 0.1)).splitlines()[2:7] == [
        "!     go()",
        "!   … 2 calls inside libraries …",
        '!   File "…/c.py", line 4, in c',
        '!     raise ValueError("quoted")',
        "! ValueError: the reason",
    ]


def test_where_a_program_hangs_is_shown_in_full():
    hang = 'Stack (most recent call first):\n  File "…/a.py", line 1 in a\n' * 3
    assert "calls inside" not in str(Outcome("", hang, 1, False, 0.1))


def test_what_a_program_complains_of_is_neither_its_output_nor_quoted_code():
    warning = "program.py:5: DeprecationWarning: careful\n  pid = fork()\n"
    outcome = Outcome("the output", LONG + warning, 1, False, 0.1)
    assert outcome.complains("ValueError: the reason")
    assert outcome.complains("DeprecationWarning: careful")
    for text in ("quoted", "the output", "go()", "fork()", 'program.py", line'):
        assert not outcome.complains(text), text
    assert outcome.says("quoted")
    assert outcome.says("the output")


@posix_only
@pytest.mark.parametrize(
    "number",
    ["TERM", "HUP", "INT", "KILL", "STOP", "TSTP", "QUIT", "ALRM", "SEGV", "XCPU", "USR1", "PROF"],
)
def test_a_program_that_attacks_its_keeper_leaves_nothing_and_is_told(number):
    """The fixture sees that no process and no file is left."""
    attack = f"import os, signal\nos.kill(os.getppid(), signal.SIG{number})\n{SLEEP}"
    outlived = number in {"TERM", "HUP", "INT", "USR1", "STOP", "TSTP"}
    outcome = sandbox.run(attack, limit_s=0.5 if outlived else 20)
    if outlived:
        assert outcome.stopped
    else:
        assert "has attacked the process that watches over it" in outcome.error


ATTACKS = {
    "keeps on stopping it": "while True: os.kill(keeper, signal.SIGSTOP); time.sleep(0.01)",
    "talks in its place": "open(f'/proc/{keeper}/fd/1', 'w').write('{nonsense\\n')",
    "takes its files away": "import resource as r; r.prlimit(keeper, r.RLIMIT_NOFILE, (0, 0))",
    "leaves daemons behind": """
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(600)
    os._exit(0)
os.wait()
os.kill(keeper, signal.SIGKILL)
""",
    "leaves shared memory behind": """
from multiprocessing.shared_memory import SharedMemory
memory = SharedMemory(create=True, size=9)
open("../name", "w").write(memory.name)
os.kill(keeper, signal.SIGKILL)
""",
}


@pytest.mark.skipif(sys.platform != "linux", reason="the attacks are of Linux")
@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_cunning_attacks_leave_nothing_either(attack, temporary_folder, monkeypatch):
    monkeypatch.setattr("lab.keeper.ask.LONGEST_END_S", 2)
    start = "import os, signal, time\nkeeper = os.getppid()\n"
    outcome = sandbox.run(f"{start}{attack}\n{SLEEP}", limit_s=1)
    assert outcome.stopped or "has attacked" in outcome.error
    noted = Path(temporary_folder, "name")
    if noted.exists():
        assert noted.read_text() not in os.listdir("/dev/shm")
        noted.unlink()


@posix_only
@pytest.mark.parametrize(
    "mess",
    [
        "for _ in range(1500): os.mkdir('deeper'); os.chdir('deeper')",
        "os.mkdir('shut'); open('shut/file', 'w').close(); os.chmod('shut', 0)",
        "os.symlink('/', 'root'); os.symlink('nowhere', 'dangling'); os.mkfifo('pipe')",
        "import shutil; shutil.rmtree(os.getcwd())",
    ],
    ids=["deep", "shut", "special", "gone"],
)
def test_a_folder_is_removed_whatever_was_made_of_it(mess):
    assert sandbox.run(f"import os\n{mess}", limit_s=30).succeeded


def test_a_folder_that_is_gone_is_no_error(tmp_path):
    remove(str(tmp_path / "gone"))


@pytest.mark.parametrize("program", ["", "#" * 10**6], ids=["short", "longer than a pipe holds"])
def test_without_a_folder_for_files_one_sentence_says_so(monkeypatch, program):
    keeper = "raise FileNotFoundError('no folder')"
    monkeypatch.setattr("lab.keeper.ask.KEEPER", keeper)
    with pytest.raises(OSError, match=r"could not be run: FileNotFoundError: no folder$"):
        sandbox.run(program)


def test_a_word_that_never_came_is_told():
    outcome = sandbox.run("print('redy')", interrupt_when="ready")
    assert str(outcome).endswith("; it never printed 'ready', so it got no Ctrl-C]")
    assert "never" not in str(sandbox.run("print('ready')", interrupt_when="ready"))
    on_error = "import sys; print('ready', file=sys.stderr)"
    assert "never" not in str(sandbox.run(on_error, interrupt_when="ready"))


@posix_only
def test_sockets_have_room_for_their_names_where_the_temporary_folder_has_a_long_one(
    monkeypatch, temporary_folder
):
    long = Path(temporary_folder, "x" * 70)
    long.mkdir()
    monkeypatch.setenv("TMPDIR", str(long))
    program = "import multiprocessing as m; m.Manager().list([1]); print('there')"
    assert sandbox.run(f"if __name__ == '__main__':\n    {program}", limit_s=20).says("there")
    long.rmdir()


def test_a_program_that_prints_much_and_ends_is_read_to_its_end():
    outcome = sandbox.run("for _ in range(100): print('x' * 1_000_000)", limit_s=30)
    assert outcome.succeeded, outcome.last_line


@posix_only
def test_a_program_that_ignores_all_that_can_be_ignored_is_stopped():
    ignore = "import signal\nfor s in (1, 2, 3, 15): signal.signal(s, signal.SIG_IGN)\n"
    assert sandbox.run(ignore + SLEEP, limit_s=0.5).stopped


@posix_only
def test_a_program_that_starts_process_after_process_is_ended_with_all_of_them():
    program = """
        import os, time
        for generation in range(40):
            if os.fork():
                break
            os.setsid()
        time.sleep(600 if generation % 2 else 0)
    """
    sandbox.run(program.replace("\n        ", "\n"), limit_s=1)


def test_a_grandchild_that_holds_the_output_open_holds_nothing_up():
    program = (
        "import subprocess, sys\n"
        f"subprocess.Popen([sys.executable, '-c', {SLEEP!r}], start_new_session=True)\n"
        "print('done')"
    )
    outcome = sandbox.run(program, limit_s=60)
    assert (outcome.output, outcome.succeeded, outcome.stopped) == ("done\n", True, False)


@posix_only
def test_what_a_stopped_program_held_is_free_again():
    """Its port refuses whoever connects; multiprocessing's tracker removes its shared memory.

    That the tracker complains about it is not the program's error, and is not shown.
    """
    program = (
        "import socket\nfrom multiprocessing.shared_memory import SharedMemory\n"
        "server = socket.create_server(('127.0.0.1', 0))\n"
        "memory = SharedMemory(create=True, size=10)\n"
        "print(server.getsockname()[1], memory.name, flush=True)\n"
    )
    outcome = sandbox.run(program + SLEEP, limit_s=3)
    assert outcome.error == ""
    port, name = outcome.output.split()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", int(port)), timeout=5)
    with pytest.raises(FileNotFoundError):
        SharedMemory(name)


def test_a_program_gets_a_ctrl_c_when_it_says_that_it_is_ready():
    program = (
        "import time\ntry:\n    print('now I am ready.', flush=True)\n"
        "    while True: time.sleep(0.01)\n"
        "except KeyboardInterrupt:\n    print('interrupted')"
    )
    outcome = sandbox.run(program, limit_s=60, interrupt_when="ready")
    assert (outcome.output, outcome.succeeded) == ("now I am ready.\ninterrupted\n", True)


@posix_only
def test_a_program_that_a_signal_ended_names_it():
    outcome = sandbox.run("import os; os.abort()")
    assert outcome.exit_code == -6
    assert "[ended by 'Aborted" in str(outcome)


def in_a_notebook(program):
    notebook = (
        f"import os, sys; sys.path.append({str(Path(sandbox.__file__).parents[1])!r})\n"
        f"from lab import sandbox; sandbox.run({program!r}.replace('NOTEBOOK', str(os.getpid())))"
    )
    return [sys.executable, "-c", notebook]


def wait_until_empty(folder):
    """Wait until neither a process nor a file speaks of a folder: a killed notebook cannot."""
    deadline = time.monotonic() + 60
    while (processes_of(folder) or os.listdir(folder)) and time.monotonic() < deadline:
        time.sleep(0.02)


@posix_only
@pytest.mark.parametrize("signal_name", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_a_notebook_that_is_ended_half_way_takes_its_program_along(signal_name, temporary_folder):
    program = f"import os, signal; os.kill(NOTEBOOK, signal.{signal_name})\n{SLEEP}"
    ended = subprocess.run(in_a_notebook(program), capture_output=True, timeout=60, check=False)
    assert ended.returncode < 0
    wait_until_empty(temporary_folder)


@posix_only
def test_twenty_runs_a_third_of_them_killed_leave_nothing_behind():
    assert many_runs.leftovers(20) == []


@pytest.fixture
def shell():
    """Return IPython with the magic, as a notebook's kernel has it."""
    shell = InteractiveShell.instance()
    shell.run_line_magic("load_ext", "lab.sandbox_magic")
    yield shell
    InteractiveShell.clear_instance()


def test_the_magic_keeps_the_outcome_and_shows_it(shell, capsys):
    shell.run_cell_magic("sandbox", "m00_broken --limit 9", "print('hello')\n1 / 0\n")
    assert shell.user_ns["m00_broken"].last_line == "ZeroDivisionError: division by zero"
    assert capsys.readouterr().out == f"{shell.user_ns['m00_broken']}\n"


def test_the_magic_hands_on_the_limit_and_the_word_to_wait_for(shell):
    shell.run_cell_magic("sandbox", "stopped --limit 0.2", SLEEP)
    assert shell.user_ns["stopped"].stopped
    ready = "import time\nprint('ready', flush=True)\nwhile True: time.sleep(0.01)"
    shell.run_cell_magic("sandbox", "interrupted --limit 60 --interrupt-when ready", ready)
    assert shell.user_ns["interrupted"].last_line == "KeyboardInterrupt"


def test_the_magic_lets_a_variable_run_the_program(shell):
    class There:
        def run(self, program, limit_s, interrupt_when):
            return program, limit_s, interrupt_when

    shell.user_ns["there"] = There()
    shell.run_cell_magic("sandbox", "elsewhere --on there --limit 3", "print()\n")
    assert shell.user_ns["elsewhere"] == ("print()\n", 3, "")


@pytest.mark.parametrize("line", ["", "two words", "4th", "name --limit soon", "name --on nobody"])
def test_the_magic_says_what_it_expects(shell, line):
    with pytest.raises(UsageError):
        shell.run_cell_magic("sandbox", line, "print('hello')")
