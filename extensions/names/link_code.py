"""Link the names of the standard library, in code and in prose, to Python's documentation.

Code is read from its syntax tree (`code_names`); each name is linked where it first stands in a
cell. In prose a name in backticks is linked where it first stands on the page, if it can mean
one thing only. The addresses come from the vendored inventory, so a build needs no network.

Why not sphinx-codeautolink: tried on these pages (version 0.19), it linked no `pool.submit`, for
the standard library has no annotations to follow; a part of a statement in a chapter was a
warning, which ends a build; and it took 9 s of CPU time where this takes under 1 s.
"""

import functools

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from extensions.names.inventory import documented, locate
from extensions.names.linked_html import with_links
from extensions.names.reader import NameReader
from extensions.names.values import FUTURES

LANGUAGES = {"python", "python3", "ipython", "ipython3"}
KEPT_WORDS = {"print", "range", "len", "str", "int"}
"""Builtins that every reader knows: in code, links on them would only be in the way."""

MODULES = ("asyncio", "concurrent", "multiprocessing", "os", "queue", "sys", "threading", "time")


def usual_names():
    """Return what names mean in a chapter, whose pieces of code come without their imports."""
    futures = locate("concurrent.futures")
    known = {name: FUTURES + name for name in futures.__all__}
    known |= {name.rpartition(".")[2]: name for name in documented() if _is_thread_tool(name)}
    return known | {name: name for name in MODULES}


def _is_thread_tool(name):
    """Tell whether this is a class of `threading`, which the chapters use by its bare name."""
    return name.startswith("threading.") and documented()[name].kind == "class"


def on_doctree_read(app, doctree):
    """Note on each piece of code where its links go; link the names in prose."""
    docname = app.env.docname
    reader = NameReader(() if docname.startswith("notebooks/") else usual_names())
    for block in doctree.findall(nodes.literal_block):
        if block.get("language") in LANGUAGES:
            block["code_links"] = links_in(reader, block.astext())
    link_prose(doctree)


def links_in(reader, source):
    """Return (start, text, address) for the first use of each name; start counts characters."""
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    links, seen = [], set(KEPT_WORDS)
    for use in sorted(reader.read(source), key=lambda use: (use.line, use.column)):
        start = starts[use.line] + use.column
        # Python 3.11 counts wrongly in f-strings: then another text stands there.
        is_there = use.text and source.startswith(use.text, start)
        if is_there and use.name in documented() and use.name not in seen:
            links.append((start, use.text, documented()[use.name].address))
            seen.add(use.name)
    return links


def link_prose(doctree):
    """Link names in backticks, each where it first stands; headings and links stay as they are."""
    seen = set()
    for literal in list(doctree.findall(nodes.literal)):
        name = meaning_of(literal.astext())
        if name is None or name in seen or _is_taken(literal):
            continue
        seen.add(name)
        link = nodes.reference("", "", refuri=documented()[name].address, internal=False)
        literal.parent.replace(literal, link)
        link += literal


def meaning_of(text):
    """Return the full name that a text in backticks stands for, or None if it is not sure."""
    text = text.removesuffix("()")
    if text in documented():
        return text if "." in text or documented()[text].kind == "exception" else None
    full = FUTURES + text
    return full if full in documented() and text not in words_of_methods() else None


@functools.cache
def words_of_methods():
    """Return the names of methods: `wait` alone may be that of an Event, or a parameter."""
    return {n.rpartition(".")[2] for n, entry in documented().items() if entry.kind == "method"}


def _is_taken(node):
    """Tell whether the text is in a link, in a heading or in a row's own term."""
    while node is not None:
        if isinstance(node, (nodes.reference, nodes.title, nodes.term)):
            return True
        if node.tagname in ("pending_xref", "download_reference"):
            return True
        node = node.parent
    return False


def visit_literal_block(translator, node):
    """Write a piece of code as Sphinx does, then put the links in."""
    before = len(translator.body)
    try:
        HTML5Translator.visit_literal_block(translator, node)
    finally:  # Sphinx ends its work with an exception, SkipNode
        if node.get("code_links"):
            html = "".join(translator.body[before:])
            translator.body[before:] = [with_links(html, node["code_links"])]


def depart_literal_block(translator, node):
    """End a piece of code that Sphinx does not colour."""
    HTML5Translator.depart_literal_block(translator, node)
