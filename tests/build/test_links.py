"""Test that `make links` tells broken links from a missing network."""

import socket
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import links
import pytest


@pytest.fixture
def server(tmp_path: Path):
    """Serve a folder with one page, there.html, on loopback; return the address."""
    (tmp_path / "there.html").write_text("<h1>Here it is</h1>", encoding="utf-8")
    handler = partial(SimpleHTTPRequestHandler, directory=tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def outcome_of(folder: Path, *addresses: str) -> int:
    """Return what `make links` would for a page with links to these addresses."""
    book = folder / "book"
    book.mkdir()
    (book / "conf.py").write_text("", encoding="utf-8")
    text = "\n".join(f"* `{number} <{a}>`__" for number, a in enumerate(addresses))
    (book / "index.rst").write_text(f"Links\n=====\n\n{text}\n", encoding="utf-8")
    return links.judge(links.check_links(book, folder / "found"))


def test_links_that_can_all_be_opened_are_well(tmp_path, server, capsys):
    assert outcome_of(tmp_path, f"{server}/there.html") == 0
    assert "1 links to other sites, 0 of them broken" in capsys.readouterr().out


def test_a_broken_link_is_told_with_its_place(tmp_path, server, capsys):
    assert outcome_of(tmp_path, f"{server}/there.html", f"{server}/gone.html") == 1
    assert f"index.rst:5: {server}/gone.html: 404" in capsys.readouterr().out


def test_no_network_is_an_outcome_of_its_own(tmp_path, capsys):
    """Here nobody listens at any of the addresses."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        address = f"http://127.0.0.1:{closed.getsockname()[1]}/"
    assert outcome_of(tmp_path, address) == links.NO_NETWORK
    assert "no network" in capsys.readouterr().out


def test_a_book_that_cannot_be_read_is_no_outcome_of_its_links(tmp_path, capsys):
    """What an earlier run found does not count."""
    (tmp_path / "found").mkdir()
    (tmp_path / "found" / "output.json").write_text("", encoding="utf-8")
    (tmp_path / "conf.py").write_text("1 / 0", encoding="utf-8")
    assert links.judge(links.check_links(tmp_path, tmp_path / "found")) == links.CANNOT_TRY
    assert "ZeroDivisionError" in capsys.readouterr().out
