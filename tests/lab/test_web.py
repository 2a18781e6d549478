"""Check the web client against a real server: results, errors and sessions."""

import socket
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from lab.server import SlowServer
from lab.server.pages import HOST, MAX_DELAY_S
from lab.web import get_webpage, open_session


@pytest.fixture
def server():
    """Give a server without delay; afterwards close the Session of this thread."""
    with SlowServer(delay_s=0) as running:
        yield running
        open_session().close()


def test_a_page_comes_as_text(server):
    assert get_webpage(server.url("hello")) == "This is /hello, served after 0 s.\n"


def test_an_error_page_raises_instead_of_being_a_result(server):
    with pytest.raises(requests.HTTPError) as caught:
        get_webpage(server.url(status=503))
    assert caught.value.response.status_code == 503


def test_a_silent_server_ends_in_a_timeout(server):
    """The timeout is passed on: a page that would take a minute raises Timeout."""
    with pytest.raises(requests.Timeout, match=r"timeout=0\.05"):
        get_webpage(server.url(delay_s=MAX_DELAY_S), timeout_s=0.05)


def test_an_absent_server_is_a_connection_error(server):
    with socket.create_server((HOST, 0)) as once:
        port = once.getsockname()[1]
    with pytest.raises(requests.ConnectionError):
        get_webpage(f"http://{HOST}:{port}/")


def test_a_session_reuses_its_connection(server):
    for url in server.urls(3):
        open_session().get(url, timeout=5)
    assert len(server._server.connections) == 1


def test_each_thread_has_one_session_of_its_own(server):
    with ThreadPoolExecutor(1, initializer=open_session) as pool:
        theirs = pool.submit(open_session).result(timeout=5)
        assert pool.submit(open_session).result(timeout=5) is theirs
        assert open_session() is open_session() is not theirs
