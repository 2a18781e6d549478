"""A notebook with nothing of ours beside it says what it needs, asks, and gets it."""

import http.server
import io
import os
import subprocess
import sys
import threading
import zipfile

import pytest

TIMEOUT_S = 120
# As in an interpreter that has no folder of ours: what is asked for, and pip, are only noted.
RUN = """
import builtins, subprocess, sys, urllib.request
from importlib.util import find_spec
sys.path = [path for path in sys.path if "notebooks" not in path]
builtins.input = lambda question: print(question) or {answer!r}
subprocess.run = lambda command, check: print("installs", *command[4:])
source = open({cell!r}, encoding="utf-8").read()
exec(source.replace("https://concurrency-measured.github.io/concurrency-measured/", {site!r}))
print("there:", find_spec("lab") is not None)
"""


@pytest.fixture
def site(tmp_path):
    """Serve a small zip on loopback; give the address of its folder."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("concurrency-measured-workshop/notebooks/lab/__init__.py", "")

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(packed.getvalue())

        def log_message(self, *args):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


def said(root, folder, site, answer):
    cell = str(root / "tools" / "pair" / "alone.py")
    code = RUN.format(answer=answer, cell=cell, site=site)
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONPATH" and "proxy" not in k.lower()}
    child = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=kept, capture_output=True, text=True,
        timeout=TIMEOUT_S, check=False,
    )  # fmt: skip
    return child.stdout + child.stderr


def test_with_a_yes_it_gets_the_instruments_and_the_packages(root, site, tmp_path):
    told = said(root, tmp_path, site, "yes")
    assert "It needs: lab" in told
    assert "yes or no" in told
    assert "installs --quiet matplotlib numpy requests tqdm" in told
    assert told.endswith("there: True\n")
    assert "It needs" not in said(root, tmp_path, site, "no"), "the second time it is there"


def test_without_a_yes_it_gets_nothing_and_says_where_to_find_it(root, site, tmp_path):
    told = said(root, tmp_path, site, "")
    assert f"take the zip from {site}" in told
    assert told.endswith("there: False\n")
    assert list(tmp_path.iterdir()) == []


def test_beside_its_instruments_it_says_nothing(root):
    code = (root / "tools" / "pair" / "alone.py").read_text(encoding="utf-8")
    child = subprocess.run(
        [sys.executable, "-c", code], cwd=root / "notebooks", capture_output=True, text=True,
        timeout=TIMEOUT_S, check=False,
    )  # fmt: skip
    assert (child.returncode, child.stdout, child.stderr) == (0, "", "")
