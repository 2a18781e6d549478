"""One name, another value in each thread."""

import threading
from concurrent.futures import ThreadPoolExecutor

import requests

mine = threading.local()
together = threading.Barrier(3)


def session():
    if not hasattr(mine, "session"):
        mine.session = requests.Session()
    return mine.session


def call(number):
    together.wait(timeout=10)  # so that all three threads have a call
    return session()


with ThreadPoolExecutor(3) as pool:
    sessions = list(pool.map(call, range(6)))
print(len(sessions), "calls,", len({id(one) for one in sessions}), "sessions")
