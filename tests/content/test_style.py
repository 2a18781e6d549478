"""Test that all code, notebooks included, is of one style."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("check", [["check", "--no-fix"], ["format", "--check"]])
def test_ruff_has_nothing_to_mend(root, check):
    """`ruff check` finds no mistake; `ruff format` would change nothing. Either names the place."""
    command = [sys.executable, "-m", "ruff", *check, "--no-cache", "--output-format=concise"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
