"""Run a coroutine in a loop of its own, also where the browser's loop runs in this thread."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor

LIMIT_S = 60


def run(coroutine: Coroutine) -> object:
    """Return what a coroutine returns, or raise what it raises."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, coroutine).result(timeout=LIMIT_S)
