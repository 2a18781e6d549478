"""Let the tests import the instruments and the extensions, and find what `make html` built."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "notebooks"), str(ROOT / "extensions")]


def pytest_generate_tests(metafunc):
    """Give a test that asks for `lab_path` one run for each lab of the repository."""
    if "lab_path" in metafunc.fixturenames:
        paths = sorted((ROOT / "notebooks").glob("*.ipynb"))
        metafunc.parametrize("lab_path", paths, ids=[path.stem for path in paths])


@pytest.fixture(scope="session")
def root():
    """Return the repository's folder."""
    return ROOT


@pytest.fixture(scope="session")
def built_site():
    """Return the folder of the built site; end the tests if there is none."""
    folder = ROOT / "build" / "html"
    if not (folder / "index.html").exists():
        pytest.exit("there is no built site to test: run `make html` first", returncode=2)
    return folder
