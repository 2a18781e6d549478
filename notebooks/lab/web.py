"""Fetch web pages with requests: the blocking task of the labs."""

import threading

import requests

_this_thread = threading.local()


def get_webpage(url: str, timeout_s: float = 5.0) -> str:
    """Return the text of the page at `url`.

    Two things are easily forgotten, and both hang or spoil a pool. Without a timeout, requests
    waits for a silent server for ever, and so does the worker. Without raise_for_status, the text
    of an error page counts as a result. `timeout_s` bounds connecting and each wait for data.
    Raises the exceptions of requests (Timeout, ConnectionError, HTTPError; the base is
    RequestException). Safe from several threads: each call opens a connection of its own.
    """
    response = requests.get(url, timeout=timeout_s)
    response.raise_for_status()
    return response.text


def open_session() -> requests.Session:
    """Return the Session of the calling thread; the first call in a thread opens it.

    A Session reuses its connections, but is not promised to be safe from several threads, so
    each thread gets its own. It goes away with its thread. Suits a pool's `initializer`, too.
    """
    if not hasattr(_this_thread, "session"):
        _this_thread.session = requests.Session()
    return _this_thread.session
