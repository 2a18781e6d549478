"""`make serve`: the site, all of the site, and nothing but the site."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from children import started

import serve

SCRIPT = Path(serve.__file__)
TIMEOUT_S = 60


@pytest.fixture
def site(tmp_path):
    """Return a small site; beside it lies a file that nobody may read."""
    folder = tmp_path / "html"
    (folder / "_static").mkdir(parents=True)
    (folder / "index.html").write_text("<h1>front door</h1>")
    (folder / "_static" / "look.css").write_text("h1 { color: red }")
    (folder / "_static" / "plot.svg").write_text("<svg/>")
    (tmp_path / "html-secret.txt").write_text("secret")
    return folder


@contextmanager
def running(site):
    with serve.open_server(site, 0) as server, serve.in_background(server):
        yield server


def get(server, path):
    """Return status, type and body for a path that is sent just as it is written."""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=TIMEOUT_S)
    connection.request("GET", path)
    answer = connection.getresponse()
    found = answer.status, answer.headers.get_content_type(), answer.read().decode()
    connection.close()
    return found


def test_files_come_with_their_types(site):
    with running(site) as server:
        assert get(server, "/") == (200, "text/html", "<h1>front door</h1>")
        assert get(server, "/index.html?theme=dark#top")[:2] == (200, "text/html")
        assert get(server, "/_static/look.css")[:2] == (200, "text/css")
        assert get(server, "/_static/plot.svg")[:2] == (200, "image/svg+xml")


@pytest.mark.parametrize(
    "path",
    [
        "/../html-secret.txt",
        "/%2e%2e/html-secret.txt",
        "/..%2fhtml-secret.txt",
        "/_static/../../html-secret.txt",
        "//../html-secret.txt",
        "/..%5chtml-secret.txt",
        "/html-secret.txt%00",
    ],
)
def test_nothing_outside_the_site_is_served(site, path):
    with running(site) as server:
        status, _, body = get(server, path)
    assert status == 404
    assert "secret" not in body.replace("html-secret.txt", "")


def test_a_link_that_leads_out_of_the_site_is_not_followed(site):
    try:
        (site / "out").symlink_to(site.parent, target_is_directory=True)
    except OSError:
        pytest.skip("this system lets only administrators make symbolic links")
    with running(site) as server:
        assert get(server, "/out/html-secret.txt")[0] == 404


def test_a_folder_without_a_page_is_not_listed(site):
    with running(site) as server:
        status, _, body = get(server, "/_static/")
    assert status == 404
    assert "look.css" not in body


def test_a_missing_page_shows_the_sites_own_page(site):
    (site / "404.html").write_text("lost?")
    with running(site) as server:
        assert get(server, "/no-such-page.html") == (404, "text/html", "lost?")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("_static/run-0123abcd/page/panel.js", True),
        ("_static/python-314.0.7/pyodide.mjs", True),
        ("_static/here.js", False),
        ("_static/run-here.js", False),
        ("_static/run-time/a.js", False),
        ("_static/python-3.txt", False),
        ("index.html", False),
    ],
)
def test_browsers_keep_for_good_only_what_has_its_version_in_its_folder(site, name, kept):
    path = site / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("once")
    with running(site) as server:
        assert ("immutable" in cached(server, f"/{name}")) == kept
        path.unlink()
        assert cached(server, f"/{name}") == "no-cache", "that it is missing is not kept"


def cached(server, path):
    """Return what an answer says about keeping it."""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=TIMEOUT_S)
    connection.request("GET", path)
    said = connection.getresponse().headers["Cache-Control"]
    connection.close()
    return said


def test_what_is_no_request_is_refused_without_a_traceback(site, capfd):
    with running(site) as server:
        address = ("127.0.0.1", server.server_port)
        with socket.create_connection(address, timeout=TIMEOUT_S) as client:
            client.sendall(b"what is this\r\n\r\n")
            assert b"400" in client.makefile("rb").read()
    assert "Traceback" not in capfd.readouterr().err


def test_a_taken_port_is_no_obstacle(site, capsys):
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        with serve.open_server(site, taken) as server:
            assert server.server_port != taken
            assert server.server_address[0] == "127.0.0.1"
    assert f"Port {taken} is taken" in capsys.readouterr().out


@pytest.mark.parametrize("port", ["-1", "70000", "eighty"])
def test_a_port_that_is_none_gets_a_clear_error(site, capsys, port):
    with pytest.raises(SystemExit):
        serve.main([f"--port={port}", "--site", str(site)])
    assert "port" in capsys.readouterr().err


def test_without_a_site_the_command_that_builds_it_is_named(tmp_path, capsys):
    assert serve.main(["--site", str(tmp_path)]) == 1
    assert "make html" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot send Ctrl-C to one child alone")
def test_ctrl_c_ends_the_server_with_a_word(site):
    command = [sys.executable, str(SCRIPT), "--port", "0", "--site", str(site)]
    with started(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        assert "http://127.0.0.1:" in child.stdout.readline()
        child.send_signal(signal.SIGINT)
        said, complaint = child.communicate(timeout=TIMEOUT_S)
    assert (child.returncode, said, complaint) == (0, "\nStopped.\n", "")
