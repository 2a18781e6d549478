"""Open pages in the Chromium that is installed here; playwright is to download none."""

import contextlib
import os
import shutil

import pytest

# The same browser without windows of its own comes first: opening a page takes it half the time.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
HOW_TO = (
    "no Chromium is installed: on Debian 'apt-get install chromium-headless-shell', "
    "or set CHROMIUM to its path"
)


def find_chromium():
    """Return the path of an installed Chromium or Chrome, or None. CHROMIUM names one."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@contextlib.contextmanager
def browser():
    """Start Chromium, and end it; skip the test, saying how to get one, where there is none."""
    path = find_chromium()
    if path is None:
        pytest.skip(HOW_TO)
    from playwright.sync_api import sync_playwright  # takes a while

    with sync_playwright() as playwright:
        # Pages of one reader share a process, so that what one has compiled serves the next.
        one_process = ["--renderer-process-limit=1"]
        chromium = playwright.chromium.launch(executable_path=path, args=one_process)
        try:
            yield chromium
        finally:
            chromium.close()
