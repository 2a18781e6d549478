"""Put links into the HTML of coloured code."""

import re
from html import escape, unescape

PART = re.compile(r"<[^>]*>|[^<]+")


def with_links(html, links):
    """Return the HTML with an <a> around each stretch of its code that a link is for.

    `links` has (start, text, address), where start counts the characters inside <pre>. A link
    is left out when its text does not stand there in one piece: elements would overlap.
    """
    before, opening, rest = html.partition("<pre>")
    code, closing, after = rest.rpartition("</pre>")
    if not opening or not closing:
        return html
    done, position = [], 0
    for part in PART.findall(code):
        if part.startswith("<"):
            done.append(part)
            continue
        text = unescape(part)
        here = [(start - position, name, address) for start, name, address in links]
        here = [link for link in here if link[0] >= 0 and text.startswith(link[1], link[0])]
        done.append(_linked(text, here))
        position += len(text)
    return before + opening + "".join(done) + closing + after


def _linked(text, links):
    parts, reached = [], 0
    for start, name, address in sorted(links):
        parts.append(escape(text[reached:start], quote=False))
        parts.append(f'<a class="code-link" href="{escape(address)}">{escape(name)}</a>')
        reached = start + len(name)
    return "".join(parts) + escape(text[reached:], quote=False)
