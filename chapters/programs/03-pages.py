"""Ten slow pages: one by one, then five at a time."""

import time
from concurrent.futures import ThreadPoolExecutor

import requests

from lab.server import SlowServer


def get_webpage(url, timeout_s=5.0):
    response = requests.get(url, timeout=timeout_s)
    response.raise_for_status()
    return response.text


with SlowServer(delay_s=0.2) as server:
    urls = server.urls(10)

    start_s = time.perf_counter()
    one_by_one = [get_webpage(url) for url in urls]
    print(f"one by one: {time.perf_counter() - start_s:.2f} s")

    start_s = time.perf_counter()
    with ThreadPoolExecutor(max_workers=5) as pool:
        pages = list(pool.map(get_webpage, urls))
    print(f"five at a time: {time.perf_counter() - start_s:.2f} s")
    print("the same pages, in the same order:", pages == one_by_one)
