"""Let the tests import the instruments and the extensions, and find what `make html` built.

content/ chapters, labs and notes as they are written; site/ the pages in a browser and the zip;
slides/ the decks; lab/ the instruments; build/ what runs labs and makes pages, and the tools.
"""

import contextlib
import gc
import os
from pathlib import Path

import pytest
from children import hear_ctrl_c
from chromium import browser
from visits import opened, serving

import extensions  # noqa: F401  leaves a slow import out

try:
    import fcntl
except ImportError:  # on Windows
    fcntl = None

ROOT = Path(__file__).parent.parent

# Parsed pages are kept to the end: to look among them for garbage again and again finds none.
gc.set_threshold(200_000)
# What tests solve, here or in a child, is no learner's progress.
os.environ["LAB_PROGRESS"] = "off"
hear_ctrl_c()


def pytest_addoption(parser):
    parser.addoption("--every-view", action="store_true", help="axe looks at all pages in 4 views")


def pytest_generate_tests(metafunc):
    """Give a test one run for each lab, or each built page, if it asks for one."""
    if "lab_path" in metafunc.fixturenames:
        paths = sorted((ROOT / "notebooks").glob("*.ipynb"))
        metafunc.parametrize("lab_path", paths, ids=[path.stem for path in paths])
    if "page_name" in metafunc.fixturenames:
        metafunc.parametrize("page_name", built_pages(), scope="module")


def pytest_collection_modifyitems(items):
    """Put last what needs the machine alone: so it need not wait for others, nor they for it."""

    def alone(item):
        wanted = "wait_for_quiet" in item.fixturenames
        return wanted and needs_quiet(item.callspec.params["lab_path"])

    items.sort(key=alone)


def needs_quiet(lab_path):
    """Tell whether a lab shows how tasks compute at the same moment."""
    return "why_no_overlap" in lab_path.read_text(encoding="utf-8")


def built_pages():
    site = ROOT / "build" / "html"
    names = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    return [name for name in names if not name.startswith("_static/")]


@pytest.fixture(scope="session")
def root():
    return ROOT


@pytest.fixture(autouse=True)
def enter(tmp_path_factory):
    """Share the machine with the tests of the other workers, for as long as a test runs.

    Who wants it alone waits in the door, so that the others end and none begins.
    """
    folder = tmp_path_factory.getbasetemp().parent
    with open(folder / "door", "w") as door, open(folder / "room", "w") as room:

        def enter(how):
            lock(room, "LOCK_UN")
            lock(door, "LOCK_EX")
            lock(room, how)
            lock(door, "LOCK_UN")

        enter("LOCK_SH")
        yield enter
        lock(room, "LOCK_UN")  # a forked child may hold the file open


@pytest.fixture
def wait_for_quiet(enter):
    """Return a function that waits until no other test runs; none begins before this one ends."""
    return lambda: enter("LOCK_EX")


def lock(file, how: str) -> None:
    """Wait for a lock; without any, tests that measure are skipped where they find others busy."""
    if fcntl:
        fcntl.flock(file, getattr(fcntl, how))


@pytest.fixture(scope="session")
def built_site():
    """Return the folder of the built site; end the tests if there is none."""
    folder = ROOT / "build" / "html"
    if not (folder / "index.html").exists():
        pytest.exit("there is no built site to test: run `make html` first", returncode=2)
    return folder


@pytest.fixture(scope="session")
def chromium():
    """Start one Chromium for all tests; skip them where none is installed."""
    with browser() as started:
        yield started


@pytest.fixture(scope="session")
def site_address(built_site):
    """Serve the built site on loopback while the tests run, and return its address."""
    with serving(built_site) as address:
        yield address


@pytest.fixture
def open_page(chromium, site_address):
    with contextlib.ExitStack() as open_pages:
        yield lambda name, **settings: open_pages.enter_context(
            opened(chromium, site_address + name, **settings)
        )
