"""One call of four fails alone."""

from concurrent.futures import ThreadPoolExecutor, as_completed

import requests

from lab.server import SlowServer
from lab.web import get_webpage

with SlowServer(delay_s=0.1) as server, ThreadPoolExecutor(max_workers=4) as pool:
    wanted = {"one": 200, "two": 200, "three": 404, "four": 200}
    futures = {}
    for place, (page, status) in enumerate(wanted.items()):
        url = server.url(page, delay_s=0.1 + 0.2 * place, status=status)
        futures[pool.submit(get_webpage, url)] = page
    for future in as_completed(futures):
        page = futures[future]
        try:
            text = future.result()
        except requests.RequestException as error:
            print(f"{page}: {type(error).__name__}")
        else:
            print(f"{page}: {text.strip()}")
