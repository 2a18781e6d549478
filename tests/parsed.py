"""Parse each page of the built site once, for all the tests that look into it."""

import functools

from bs4 import BeautifulSoup


@functools.cache
def parsed(path):
    """Return the page in the file `path`. Who changes it, changes it for all."""
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
