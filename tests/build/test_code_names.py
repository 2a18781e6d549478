"""Test that names are found in code, and that nothing is found where nothing is."""

import pytest

from extensions.names.reader import NameReader

FUTURES = "concurrent.futures."
IMPORT = "from concurrent.futures import ThreadPoolExecutor, Future, as_completed, wait\n"


def calls(source):
    return {use.name for use in NameReader().read(source) if use.how == "call"}


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("with ThreadPoolExecutor(2) as p:\n p.map(abs, [1])", "Executor.map"),
        ("with ThreadPoolExecutor(2) as p:\n pass", "Executor.__enter__"),
        ("p = ThreadPoolExecutor(2)\nf = p.submit(abs)\nf.done()", "Future.done"),
        ("p = ThreadPoolExecutor(2)\np.submit(abs).cancel()", "Future.cancel"),
        ("p = ThreadPoolExecutor(2)\nfor f in as_completed(p):\n f.result()", "Future.result"),
        ("p = ThreadPoolExecutor(2)\nfs = [p.submit(abs)]\nfs[0].running()", "Future.running"),
        ("fs = {Future(): 1}\nfor f in wait(fs).done:\n f.exception()", "Future.exception"),
        ("def task(job: Future):\n job.set_result(1)", "Future.set_result"),
        ("def make():\n return Future()\nmake().cancelled()", "Future.cancelled"),
        ("def show(future):\n future.result(timeout=1)", "Future.result(timeout)"),
        ("ThreadPoolExecutor(3)", "ThreadPoolExecutor(max_workers)"),
        ("if 1:\n P = ThreadPoolExecutor\nelse:\n P = None\nP().map(abs, [1])", "Executor.map"),
        ("p = ThreadPoolExecutor(1)\nprint(p.shutdown)", "Executor.shutdown"),
        ("import functools\nfunctools.partial(wait, return_when=1)", "wait(return_when)"),
    ],
)
def test_name_is_found_through(source, name):
    assert FUTURES + name in calls(IMPORT + source)


@pytest.mark.parametrize(
    "source",
    [
        "import queue\nq = queue.Queue()\nq.shutdown()",
        "class Pool:\n pass\nwith Pool() as pool:\n pool.submit(1)",
        "def submit(func):\n pass\nsubmit(1)",
        "import multiprocessing\nwith multiprocessing.Pool(2) as pool:\n pool.map(abs, [1])",
        "import multiprocessing as m\nwith m.get_context().Pool() as pool:\n pool.map(abs, [1])",
        "numbers = map(abs, [1])\nlist(numbers)",
        "def wait(x):\n pass\nwait(1)",
    ],
)
def test_name_of_another_owner_is_not_taken_for_one_of_futures(source):
    """What is called alike, but belongs to something else, is left alone."""
    assert not [name for name in calls(source) if name.startswith(FUTURES)]


def test_variables_of_a_function_end_with_it():
    source = IMPORT + "f = Future()\ndef other(f):\n pass\nf.done()"
    assert f"{FUTURES}Future.done" in calls(source)


def test_positions_are_those_of_the_text_even_after_other_letters():
    source = 'import time\nprint("é…", time.sleep(0))'
    [use] = [use for use in NameReader().read(source) if use.name == "time.sleep"]
    assert source.splitlines()[use.line][use.column :].startswith("sleep(0)")


def test_cell_that_is_not_python_has_no_names():
    assert NameReader().read("!ls") == []


def test_a_program_of_its_own_shares_no_names_with_the_other_cells():
    reader = NameReader()
    assert reader.read("%load_ext lab.sandbox_magic\nimport time") != []
    (use, *_) = reader.read("%%sandbox stopped --limit 3\nfrom queue import Queue\nQueue()")
    assert (use.name, use.line, use.column) == ("queue", 1, 5)
    assert reader.read("Queue()") == []
    assert "time.sleep" in {use.name for use in reader.read("time.sleep(1)")}
