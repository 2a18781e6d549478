"""Prepare each thread of a pool once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import requests

mine = threading.local()


def prepare(timeout_s):
    mine.session = requests.Session()  # one for each thread
    mine.timeout_s = timeout_s
    print("prepared")


def look():
    return type(mine.session).__name__, mine.timeout_s


pool = ThreadPoolExecutor(max_workers=5, initializer=prepare, initargs=(5.0,))
with pool:
    print(pool.submit(look).result())
    print(pool.submit(look).result())
