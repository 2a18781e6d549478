"""Check SlowServer with real clients: what it answers, how many at once, and how it ends."""

import http.client
import os
import socket
import struct
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from lab.server import SlowServer
from lab.server.pages import HOST, MAX_DELAY_S

CLIENT_TIMEOUT_S = 20.0  # bounds a test that goes wrong; no claim about speed


def get(url):
    """Fetch over a new connection, as a real client does."""
    return requests.get(url, timeout=CLIENT_TIMEOUT_S)


def wait_until(condition):
    """Return once `condition()` is true; fail if that takes as long as a hang."""
    give_up_at_s = time.monotonic() + CLIENT_TIMEOUT_S
    while not condition():
        assert time.monotonic() < give_up_at_s, "waited in vain"
        time.sleep(0.005)


def server_threads():
    return [thread for thread in threading.enumerate() if thread.name.startswith("SlowServer")]


def test_each_page_names_its_path_so_that_the_order_of_results_can_be_checked():
    with SlowServer(delay_s=0) as server:
        texts = [get(url).text for url in server.urls(3)]
    assert [text.split(",")[0] for text in texts] == [
        "This is /page-1",
        "This is /page-2",
        "This is /page-3",
    ]


def test_an_answer_takes_at_least_the_delay():
    with SlowServer(delay_s=0.1) as server:
        for url, delay_s in ((server.url(), 0.1), (server.url(delay_s=0.2), 0.2)):
            start_s = time.perf_counter()
            get(url)
            # A tenth less: a coarse system timer may wake a sleeper one tick (16 ms) early.
            assert time.perf_counter() - start_s >= 0.9 * delay_s


def test_a_client_can_use_its_connection_again():
    with SlowServer(delay_s=0) as server:
        client = http.client.HTTPConnection(HOST, server.port, timeout=CLIENT_TIMEOUT_S)
        ports = []
        for path in ("/a", "/b"):
            client.request("GET", path)
            ports.append(client.sock.getsockname()[1])
            answer = client.getresponse()
            assert answer.version == 11
            assert answer.read().startswith(f"This is {path},".encode())
        client.close()
    assert ports[0] == ports[1]


def test_headers_and_body_leave_in_one_write_and_without_delay(monkeypatch):
    writes = []
    plain_write = socket.SocketIO.write

    def counted_write(self, data):
        writes.append(bytes(data))
        return plain_write(self, data)

    monkeypatch.setattr(socket.SocketIO, "write", counted_write)
    with SlowServer(delay_s=0) as server, requests.Session() as session:
        session.get(server.url("a"), timeout=CLIENT_TIMEOUT_S)
        session.get(server.url("b"), timeout=CLIENT_TIMEOUT_S)
        [connection] = server._server.connections.values()
        assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    assert len(writes) == 2


def test_requests_are_served_at_the_same_time():
    with ThreadPoolExecutor(5) as pool, SlowServer(delay_s=MAX_DELAY_S) as server:
        for url in server.urls(5):
            pool.submit(get, url)
        wait_until(lambda: server.most_at_once == 5)
        assert server.requests_served == 0


def test_one_request_after_the_other_is_never_two_at_once():
    with SlowServer(delay_s=0) as server:
        for url in server.urls(4):
            get(url)
        assert server.most_at_once == 1


def test_no_answer_goes_uncounted():
    with SlowServer(delay_s=0) as server, ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(get, server.urls(80)))
        assert server.requests_served == len(answers) == 80


def test_leaving_the_block_gives_sleeping_requests_an_error_and_leaves_no_thread():
    """Requests that would sleep a minute end when the server does, each with ConnectionError."""
    with ThreadPoolExecutor(3) as pool:
        with SlowServer(delay_s=MAX_DELAY_S) as server:
            futures = [pool.submit(get, url) for url in server.urls(3)]
            wait_until(lambda: server.most_at_once == 3)
        assert server_threads() == []
        errors = [future.exception(CLIENT_TIMEOUT_S) for future in futures]
    assert [type(error) for error in errors] == [requests.ConnectionError] * 3


def test_an_idle_connection_does_not_keep_the_server_alive():
    with SlowServer(delay_s=0) as server, requests.Session() as session:
        session.get(server.url(), timeout=CLIENT_TIMEOUT_S)
        assert len(server_threads()) == 2
        server.__exit__(None, None, None)
        assert server_threads() == []


def test_a_client_that_hangs_up_prints_nothing(capfd):
    with SlowServer(delay_s=0.2) as server:
        with socket.create_connection((HOST, server.port), CLIENT_TIMEOUT_S) as client:
            client.sendall(b"GET /page HTTP/1.1\r\nHost: x\r\n\r\n")
            wait_until(lambda: server.most_at_once == 1)
            # Close with a reset, as a killed client does; the server's next write then fails.
            linger = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        wait_until(lambda: server.requests_served == 1)
        wait_until(lambda: not server._server.connections)
    assert capfd.readouterr().err == ""


def test_a_taken_port_is_replaced_by_a_free_one():
    with SlowServer(delay_s=0) as first, SlowServer(delay_s=0, port=first.port) as second:
        assert first.port != second.port
        assert get(first.url()).ok
        assert get(second.url()).ok


def test_a_free_port_is_taken_as_wished():
    server = SlowServer(delay_s=0)
    with server:
        port = server.port
    with server:
        assert (server.port, get(server.url()).status_code) == (port, 200)


def test_the_server_listens_on_loopback_only():
    with SlowServer() as server:
        assert server._server.socket.getsockname() == ("127.0.0.1", server.port)


@pytest.mark.parametrize("status", [404, 429, 503])
def test_an_address_can_ask_for_an_error(status):
    with SlowServer(delay_s=0) as server:
        assert get(server.url(status=status)).status_code == status


def test_head_answers_without_a_body_and_post_is_not_served():
    with SlowServer(delay_s=0) as server:
        head = requests.head(server.url(), timeout=CLIENT_TIMEOUT_S)
        assert (head.status_code, head.text) == (200, "")
        assert int(head.headers["Content-Length"]) == len(get(server.url()).content)
        assert requests.post(server.url(), timeout=CLIENT_TIMEOUT_S).status_code == 501


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("/page?delay_s=-1", "seconds from 0 to 60, not '-1'"),
        ("/page?delay_s=61", "seconds from 0 to 60, not '61'"),
        ("/page?delay_s=nan", "seconds from 0 to 60, not 'nan'"),
        ("/page?delay_s=soon", "seconds from 0 to 60, not 'soon'"),
        ("/page?delay_s=", "seconds from 0 to 60, not ''"),
        ("/page?status=302", "status must be 200 or from 400 to 599"),
        ("/page?speed=9", "delay_s and status only"),
        ("/page?&=&%%", "bad query field"),
        ("/a%20b", "letters, digits"),
        ("/%3Cscript%3E", "letters, digits"),
        ("/" + "x" * 201, "letters, digits"),
    ],
)
def test_a_bad_request_is_answered_at_once_with_400_and_a_sentence(target, reason):
    """Nothing is guessed: a request that asks for something else learns what may be asked for."""
    with SlowServer(delay_s=MAX_DELAY_S) as server:  # were it to sleep, the client would time out
        answer = get(f"http://{HOST}:{server.port}{target}")
    assert answer.status_code == 400
    assert reason in answer.text


@pytest.mark.parametrize(
    "settings",
    [
        {"delay_s": -0.1},
        {"delay_s": 60.1},
        {"delay_s": float("nan")},
        {"port": -1},
        {"port": 65536},
    ],
)
def test_bad_settings_raise_value_error(settings):
    with pytest.raises(ValueError, match="must be"):
        SlowServer(**settings)


def test_an_address_of_a_server_that_does_not_run_is_refused():
    with pytest.raises(RuntimeError, match="with SlowServer"):
        SlowServer().url()
    with SlowServer() as server:
        pass
    with pytest.raises(RuntimeError, match="not running"):
        server.url()


@pytest.mark.parametrize("exempt", [None, "", "corp.example", "*"])
def test_a_proxy_in_the_environment_does_not_catch_loopback_requests(monkeypatch, exempt):
    with socket.create_server((HOST, 0)) as once:
        dead_proxy = f"http://{HOST}:{once.getsockname()[1]}"
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, dead_proxy)
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    if exempt is not None:
        monkeypatch.setenv("NO_PROXY", exempt)
    before = dict(os.environ)
    with SlowServer(delay_s=0) as server:
        assert get(server.url()).ok
        assert requests.utils.should_bypass_proxies("http://corp.example/", no_proxy=None) == (
            exempt in ("corp.example", "*")
        )
    assert dict(os.environ) == before
