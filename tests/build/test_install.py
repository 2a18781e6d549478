"""Installing the lock: what ends when it is stopped, what is told when it fails, what pip sees."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from children import started

import install

TOOLS = Path(install.__file__).parent
TIMEOUT_S = 60


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot send Ctrl-C to one child alone")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_stopping_an_install_ends_its_child_and_leaves_the_state_clear(tmp_path, how):
    log = tmp_path / "log"
    endless = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
    code = (
        f"import sys; sys.path.insert(0, {str(TOOLS)!r}); import environment, install; "
        f"environment.prepare = lambda root, lock: install.run_logged("
        f"[sys.executable, '-c', {endless!r}], {str(log)!r}); sys.exit(environment.main([]))"
    )
    with started([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True) as child:
        while child.poll() is None and not (log.exists() and log.read_text().endswith("\n")):
            time.sleep(0.01)
        child.send_signal(how)
        _, said = child.communicate(timeout=TIMEOUT_S)
    assert (child.returncode, said) == (
        130,
        "\nStopped. Run the same command again to start over.\n",
    )
    with pytest.raises(ProcessLookupError):
        os.kill(int(log.read_text()), 0)


@pytest.mark.parametrize(
    ("log_text", "words"),
    [
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "not the one that the lock names"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("NewConnectionError ... No matching distribution found for a==1", "network"),
        ("ERROR: No matching distribution found for a==1", "usual Pythons"),
        ("something new", "log says why"),
    ],
)
def test_a_failed_install_is_explained_by_its_log(log_text, words):
    sentence = install.explain(log_text, "the.log")
    assert words in sentence
    assert "the.log" in sentence


def test_pip_keeps_the_users_way_to_the_packages_and_loses_what_leads_it_astray(monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "mirror")
    monkeypatch.setenv("HTTPS_PROXY", "proxy")
    monkeypatch.setenv("PIP_TARGET", "elsewhere")
    monkeypatch.setenv("PYTHONHOME", "nowhere")
    seen = install.settings()
    assert (seen["PIP_INDEX_URL"], seen["HTTPS_PROXY"]) == ("mirror", "proxy")
    assert {"PIP_TARGET", "PYTHONHOME"} & set(seen) == set()
