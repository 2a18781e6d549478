"""Parse the HTML of our own pages.

The parser looks characters such as `&lt;` up in a table of all two thousand that have a name, and
to make that table takes as long as to parse a chapter. Pages need four of them.
"""

import re

from bs4 import BeautifulSoup

_NAMED = re.compile("&(amp|gt|lt|quot);")
_NUMBERED = {"amp": "&#38;", "gt": "&#62;", "lt": "&#60;", "quot": "&#34;"}


def parse_html(markup):
    """Return the parsed HTML."""
    return BeautifulSoup(_NAMED.sub(lambda found: _NUMBERED[found[1]], markup), "html.parser")
