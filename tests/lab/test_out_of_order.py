"""A cell that lacks a name says which cell makes it, in a real kernel's shell."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from lab import out_of_order
from lab.out_of_order import names_made, where_made

CELLS = [
    ("markdown", "# Lab"),
    ("markdown", "## Set up"),
    ("code", "import time\nfrom os import path as where"),
    ("markdown", "## 1. First\n\nText."),
    ("code", "pages = [1, 2]"),
    ("code", "print(pages)"),
    ("markdown", "## 2. Second"),
    ("code", "%%sandbox program --limit 3\nimport other"),
    ("code", "value = await work()"),
]


NOTEBOOKS = Path(out_of_order.__file__).parents[1]


def printed_by(code):
    """Return what a program prints that runs beside the labs."""
    command = [sys.executable, "-c", code]
    child = subprocess.run(command, cwd=NOTEBOOKS, stdout=subprocess.PIPE, text=True, timeout=60)
    return child.stdout


@pytest.fixture
def folder(tmp_path):
    cells = [{"cell_type": kind, "source": source} for kind, source in CELLS]
    (tmp_path / "a.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    (tmp_path / "b.ipynb").write_text(json.dumps({"cells": cells[:3]}), encoding="utf-8")
    (tmp_path / "torn.ipynb").write_text('{"cells": [', encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "section"),
    [("where", "Set up"), ("pages", "1. First"), ("program", "2. Second"), ("value", "2. Second")],
)
def test_the_section_is_named_that_makes_the_name(folder, name, section):
    assert f"in the section “{section}”" in where_made(name, ["", "print(pages)"], folder)


def test_nothing_is_said_of_a_name_that_no_cell_makes_or_of_a_cell_that_has_run(folder):
    assert where_made("pagse", ["print(pages)"], folder) == ""
    assert where_made("pages", ["pages = [1, 2]"], folder) == ""
    assert where_made("pages", ["of another notebook"], folder) == ""


def test_names_within_functions_are_no_names_for_other_cells():
    made = names_made("def f(x):\n    inside = x\nfor i in range(2):\n    with g() as h: pass")
    assert made == {"f", "i", "h"}
    assert names_made("%load_ext lab.sandbox_magic\na = 1\n") == {"a"}
    assert names_made("not python at all") == set()


def test_a_learner_sees_the_sentence_below_the_error():
    code = """
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
for text in ("%load_ext lab.after_cell", "from lab.check import check",
             "def f():\\n    pages_from_pool\\nf()"):
    shell.run_cell(text, store_history=True)
"""
    # The third cell stands in no notebook; the first two name lab 03 by the texts that it has.
    cells = json.loads((NOTEBOOKS / "03-map.ipynb").read_text(encoding="utf-8"))["cells"]
    first = next("".join(c["source"]) for c in cells if "provenance" in "".join(c["source"]))
    run = f"shell.run_cell({first!r}, store_history=True)\n"
    code = code.replace("for text in", f"{run}for text in")
    printed = printed_by(code)
    assert printed.count("`pages_from_pool` is made by a cell") == 1, printed
    assert "The same pages with map" in printed


def test_a_stopped_import_asks_for_a_new_kernel(tmp_path):
    (tmp_path / "slow_module.py").write_text("raise KeyboardInterrupt  # as the stop button does")
    code = f"""
import sys
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shell.run_cell("%load_ext lab.after_cell")
sys.path.append({str(tmp_path)!r})
shell.run_cell("raise KeyboardInterrupt")
print("now the import")
shell.run_cell("import slow_module")
"""
    before, _, after = printed_by(code).partition("now the import")
    assert "Restart the kernel" not in before
    assert "Restart the kernel" in after


def test_what_a_stopped_cell_has_left_running_is_told(tmp_path):
    """A thread that goes on, and none: IPython's own events, with a Ctrl-C that the cell raises."""
    code = """
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shell.run_cell("%load_ext lab.after_cell")
shell.run_cell("raise KeyboardInterrupt")
print("now with a thread")
shell.run_cell('''
import threading
threading.Thread(target=threading.Event().wait, daemon=True, name="goes on").start()
raise KeyboardInterrupt
''')
"""
    before, _, after = printed_by(code).partition("now with a thread")
    assert "not what it has started" not in before
    assert "not what it has started: goes on." in after
