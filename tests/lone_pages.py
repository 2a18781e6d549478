"""Open a page of a test's own in the browser: what a lab displays, alone with its scripts."""

import contextlib
from pathlib import Path

STATIC = Path(__file__).parent.parent / "notebooks" / "lab" / "page" / "static"
FRAME = """<!doctype html><html lang=en><meta charset=utf-8><title>alone</title>
<meta name=viewport content="width=device-width">{head}<main>{body}</main></html>"""


@contextlib.contextmanager
def opening(chromium, folder, body, sheet, *scripts):
    """Give a function that opens the page in a new context; what a console says is a failure.

    The page's clock is a false one that only the test moves. `with_scripts=False` leaves them out,
    other settings go to the context.
    """
    said, contexts = [], []
    sheets = f'<link rel=stylesheet href="{(STATIC / sheet).as_uri()}">'
    loaded = "".join(f"<script defer src='{(STATIC / it).as_uri()}'></script>" for it in scripts)

    def open_page(with_scripts=True, **settings):
        contexts.append(chromium.new_context(**settings))
        page = contexts[-1].new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.clock.install(time=0)
        path = folder / "page.html"
        text = FRAME.format(head=sheets + loaded * with_scripts, body=body)
        path.write_text(text, encoding="utf-8")
        page.goto(path.as_uri())
        page.clock.pause_at(3600)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not said
