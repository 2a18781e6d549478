"""Test that every mistake is made and mended: in this build, and on other Pythons by the record."""

import json
import re
import shutil
import sysconfig
from pathlib import Path

import pytest

from extensions.labs.results import read_results
from lab import failure_record, sandbox
from lab.recorded import hang_tools, old_extension
from lab.recorded.failure_programs import LABS, conditions, digest_of, headings, without_comments
from lab.sandbox import Outcome

MISTAKES = {
    1: "a notebook's function in a pool of processes",
    2: "no main guard",
    3: "globals and locks that only a fork inherits",
    4: "a broken pool",
    5: "exceptions that nobody asks for",
    6: "what cannot be pickled",
    7: "Ctrl-C at the end of the with block",
    8: "a timeout that does not stop the work",
    9: "cancel() of a call that runs",
    10: "map() on an endless iterable",
    11: "map() ends at the first error",
    12: "threads that compute",
    13: "tasks too small or too large to send",
    14: "fork beside other threads",
    15: "a task that waits for its own pool",
    16: "BLAS threads times processes",
    17: "worker counts in containers",
    18: "one Session for several threads",
    19: "a progress bar around submit",
    20: "a call after the shutdown",
    21: "ContextVars in a pool",
    22: "the same random numbers in every worker",
    23: "await on a Future of a pool",
    24: "extension modules in a pool of interpreters",
    25: "the GIL comes back",
    26: "counter += 1",
    27: "no threads left",
    28: "too many open files",
    29: "a long folder for sockets",
    30: "no semaphores",
    31: "a program from standard input",
    32: "arguments that a pool refuses",
    33: "children of daemonic workers",
    34: "a file called like a module of Python's",
    35: "import concurrent alone",
    36: "one database connection for several threads",
    37: "one generator for several threads",
    38: "an async function in a pool",
    39: "a thread without an event loop",
    40: "asyncio.run where a loop runs",
    41: "StopIteration out of a thread",
    42: "a window from another thread",
    43: "two locks in opposite order",
    44: "a forgotten task_done",
    45: "a process joined before its queue is read",
    46: "a multiprocessing.Pool that has lost a call",
    47: "a thread that keeps the program alive",
    48: "max_tasks_per_child above 1",
    49: "cancel_futures beside a call that cannot be pickled",
    50: "a pool at work while its module is imported",
    51: "log lines of workers",
    52: "settings that keep their default in a worker",
    53: "redirect_stdout in two threads",
    54: "catch_warnings in two threads",
    55: "chdir in a thread",
    56: "one open file for several threads",
    57: "a thing that is made twice",
    58: "a pool for every call",
    59: "a lock around all the work",
    60: "waiting in a loop",
    61: "coverage of workers",
}
PYTHONS = ("3.11", "3.13", "3.14", "3.15")
MAY_LACK = ("tkinter",)
RENEW = "renew it, in notebooks/: python -m lab.failure_record PYTHON…"

mistake = pytest.mark.parametrize("number", MISTAKES, ids=[f"{n}: {MISTAKES[n]}" for n in MISTAKES])


def elsewhere(number, python, part):
    """Return the reason why a claim need not hold in the record, or None."""
    if (number, part) == (12, "mended"):
        return "whether two processes overlap depends on how busy the machine was"
    if (number, part) == (24, "broken") and python in ("3.11", "3.13"):
        return "pools of interpreters are new in Python 3.14"
    if (number, part) == (29, "broken") and python in ("3.14", "3.15"):
        return "a folder that is too long is passed over since Python 3.14"
    if (number, part) == (48, "broken") and python in ("3.14", "3.15"):
        return "this bug is mended in newer releases"
    if (number, part) == (60, "broken"):
        return "how much of a core a loop gets depends on how busy the machine was"
    if number == 25 and not python.endswith("t"):
        return "only a free-threaded Python can lose its freedom; 3.13t is tested below"
    return None


@pytest.fixture(scope="module")
def record():
    return {found["python"]: found for found in failure_record.recorded_pythons()}


@mistake
def test_a_mistake_has_one_heading_in_one_lab(number):
    labs = [lab.stem for lab in LABS for found, _ in headings(lab) if found == number]
    assert len(labs) == 1, f"mistake {number}, {MISTAKES[number]}, is in {labs or 'no lab'}"


def test_no_other_mistake_is_in_the_labs():
    assert {number for lab in LABS for number, _ in headings(lab)} == set(MISTAKES)


@mistake
@pytest.mark.parametrize("part", ["broken", "mended"])
def test_the_build_has_made_and_mended_the_mistake(number, part, built_site):
    claims = {}
    for lab in LABS:
        claims |= read_results(built_site.parent / "labs" / lab.name).claims
    name = f"m{number:02}-{part}"
    assert name in claims, f"no lab claims {name}: {MISTAKES[number]}"
    claim = claims[name]
    assert claim["status"] != "failed", f"{claim['sentence']} ({claim['evidence']})"
    if claim["status"] == "not shown":
        pytest.skip(claim["because"])


@mistake
@pytest.mark.parametrize("python", PYTHONS)
def test_the_record_has_the_mistake_on_other_pythons(number, python, record):
    for part in ("broken", "mended"):
        name = f"m{number:02}"
        needed = record[python]["programs"].get(f"{name}_{part}", {}).get("needs")
        if needed in MAY_LACK:
            pytest.skip(f"Python {python} was recorded without {needed}")
        held = record[python]["claims"].get(f"{name}-{part}")
        assert held is not None, f"mistake {number}, {MISTAKES[number]}, was not run"
        assert held or elsewhere(number, python, part), f"{part}: not so on Python {python}"


def test_the_record_has_the_gil_come_back(record):
    assert record["3.13t"]["claims"]["m25-broken"]
    assert record["3.13t"]["claims"]["m25-mended"]


def test_every_mended_program_ended_well(record):
    """No mended program has failed or hung on a Python, unless it lacks a package there."""
    ends = [
        (python, name, end)
        for python, found in record.items()
        for name, end in found["programs"].items()
        if name.endswith("_mended") and "needs" not in end
    ]
    assert [end for end in ends if end[2]["exit_code"] != 0] == []


def test_the_record_is_of_these_programs(record):
    now = failure_record.digests()
    for python, found in record.items():
        changed = {name for name in found["of"] | now if found["of"].get(name) != now.get(name)}
        assert not changed, f"on Python {python} the record does not know {changed}; {RENEW}"


def test_a_comment_or_a_blank_line_asks_for_no_new_record():
    code = "text = '''a\n\n# no comment\n'''\nprint(text)\n"
    written = code.replace("print(text)", "\n# What is it?\n\nprint(text)  # this\n")
    assert without_comments(written) == without_comments(code)
    assert "\n\n# no comment" in without_comments(code)
    assert without_comments(code.replace("text)", "text, 1)")) != without_comments(code)
    assert without_comments("a ( # no Python") == "a ( # no Python"


def test_a_changed_program_asks_for_its_own_record_only():
    of = failure_record.digests()
    assert failure_record.stale(of) == set()
    assert failure_record.stale(of | {"m04_broken": "another"}) == {"m04_broken"}


def test_the_record_says_where_it_was_made(record):
    for python, found in record.items():
        assert f"CPython {python.removesuffix('t')}." in found["provenance"]


def test_the_record_is_told_in_words_with_its_exceptions(record):
    named = ", ".join(record)
    hangs = failure_record.table_in_words("09-failures-hangs")
    assert hangs == f"Each Python of the record ({named}) has all of these mistakes."
    raises = failure_record.table_in_words("09-failures-raises")
    assert raises.endswith("mistakes, except for mistake 24 on 3.11, 3.13, 3.13t.")


def rows_of_index(root):
    text = (root / "chapters" / "09-failures.md").read_text(encoding="utf-8")
    for number, seen in re.findall(r"^\| \[(\d+)\]\(\S+\) \| (.*?) \| ", text, re.MULTILINE):
        yield int(number), seen


def printed_texts(built_site, record):
    texts = [str(found["programs"]) for found in record.values()]
    for lab in LABS:
        executed = json.loads((built_site.parent / "labs" / lab.name).read_text(encoding="utf-8"))
        for cell in executed["cells"]:
            texts += ["".join(output.get("text", ())) for output in cell.get("outputs", ())]
    unmarked = re.sub(r"^! ", "", "\n".join(texts), flags=re.MULTILINE)  # lines of errors
    return " ".join(unmarked.replace("\\'", "'").split())


def test_the_index_leads_to_every_mistake(root):
    assert {number for number, _ in rows_of_index(root)} == set(MISTAKES)


def test_the_index_quotes_what_was_printed(root, built_site, record):
    printed = printed_texts(built_site, record)
    quoted = [text for _, seen in rows_of_index(root) for text in re.findall("`(.+?)`", seen)]
    errors = [text for text in quoted if len(text.split()) > 3]
    assert len(errors) > 10
    assert [text for text in errors if text not in printed] == []


def test_each_mistake_is_prevented_by_one_rule(root):
    text = (root / "chapters" / "09-failures.md").read_text(encoding="utf-8")
    prevented = re.findall(r"\(Prevents ([\d, and]+)\.\)", text)
    assert len(prevented) == len(re.findall(r"^### \d+\. ", text, re.MULTILINE)) == 10
    assert sorted(int(n) for line in prevented for n in re.findall(r"\d+", line)) == [*MISTAKES]


def test_the_checklist_has_all_rules_and_symptoms(root, built_site):
    page = (built_site / "chapters" / "review-checklist.html").read_text(encoding="utf-8")
    sheet = page[page.index('class="review-checklist') :]
    rules, _, rest = sheet.partition("</ol>")
    symptoms, _, _ = rest.partition("</ul>")
    assert rules.count("<li>") == 10
    assert symptoms.count("<li>") == len(list(rows_of_index(root)))
    assert len(re.findall(r'href="\.\./notebooks/09-failures-\w+\.html#', symptoms)) >= len(
        MISTAKES
    )


def test_the_tools_that_ask_from_outside_find_the_place_or_give_no_answer():
    """A debugger that could attach to a thread in a lock would be worth another sentence."""
    rows = [row for python in hang_tools.recorded() for row in python["rows"]]
    waits, loops = hang_tools.PROGRAMS
    silent = {(row["tool"], row["program"]) for row in rows if not row["finds"]}
    assert silent == {("python -m pdb -p PID", waits)}
    assert {row["program"] for row in rows} == {waits, loops}
    assert all(hang_tools.PLACE in row["said"] for row in rows if row["finds"])


def test_a_lacking_package_is_recorded_as_such():
    error = "Traceback\nModuleNotFoundError: No module named 'numpy'\n"
    assert failure_record.ending(Outcome("", error, 1, False, 0.1)) == {"needs": "numpy"}
    newer = error.replace(
        "No module named 'numpy'", "Standard library module 'tkinter' was not found"
    )
    assert failure_record.ending(Outcome("", newer, 1, False, 0.1)) == {"needs": "tkinter"}


def test_what_differs_from_run_to_run_is_left_out():
    """Otherwise each new record would seem to be different."""
    error = "x.py:1: DeprecationWarning: This process (pid=123) is\nValueError: <C at 0x7f3a>\n"
    other = "ProgrammingError: created in thread id 140 and this is thread id 141."
    told = failure_record.ending(Outcome("", other, 1, False, 0.1))["last_line"]
    assert told == "ProgrammingError: created in thread id … and this is thread id …."
    end = failure_record.ending(Outcome("", error, 1, False, 0.1))
    assert end["last_line"] == "ValueError: <C at …>"
    assert end["errors"] == ["DeprecationWarning: This process (pid=…) is", "ValueError: <C at …>"]


def test_an_interpreter_that_is_none_is_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match="no-such-python"):
        failure_record.describe("no-such-python", {})


@pytest.mark.skipif(
    not (shutil.which("cc") and Path(sysconfig.get_path("include"), "Python.h").exists()),
    reason="there is no C compiler, or Python came without its headers",
)
def test_an_old_extension_can_be_made_for_a_python_that_lacks_it(tmp_path):
    old_extension.build(tmp_path)
    program = f"import sys\nsys.path.insert(0, {str(tmp_path)!r})\nimport {old_extension.MODULE}"
    outcome = sandbox.run(f"{program} as made\nprint(made.__file__)")
    assert Path(outcome.last_line).parent == tmp_path


def lab_of(tmp_path, *cells):
    path = tmp_path / "lab.ipynb"
    cells = [{"cell_type": "code", "metadata": {}, "source": [cell]} for cell in cells]
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return path


def test_a_condition_has_all_that_it_needs_as_it_was_then(tmp_path):
    lab = lab_of(
        tmp_path,
        "%%sandbox m01_broken\nprint(6)",
        "factor = 2\ndef found(outcome):\n    return factor * int(outcome.output)",
        "limit = factor\nfactor = 3\nclaim('first', 'It is 18.', holds=found(m01_broken) == 18)",
        "factor = 4\nclaim('second', 'It is 24.', holds=found(m01_broken) == 24)",
    )
    outcomes = {"m01_broken": Outcome("6\n", "", 0, False, 0.1)}
    first, second = conditions(lab)
    assert first.holds(outcomes)
    assert second.holds(outcomes)
    assert first.programs == ("m01_broken",)
    assert "limit" not in first.text
    assert digest_of(first.text) != digest_of(second.text)
    assert not first.holds({"m01_broken": Outcome("7\n", "", 0, False, 0.1)})
