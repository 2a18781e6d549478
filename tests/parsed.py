"""Parse each page of the built site once, for all the tests that look into it."""

import functools

from bs4 import BeautifulSoup


@functools.cache
def parsed(path):
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
