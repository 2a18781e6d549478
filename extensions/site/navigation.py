"""Show on every page where it stands among the others: groups of short names, a lab on its line.

`chapters/navigation.toml` says which pages, in which groups, by which names.
"""

import tomllib
from pathlib import Path
from typing import NamedTuple

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from extensions.book.pair_lines import labels_of_labs
from extensions.labs.pairs import number_of

FILE, FOLDER = "chapters/navigation.toml", "chapters"
FOR_CHAPTERS, FOR_OTHERS = "Go deeper", "Look up"  # where a page without a line stands


class Entry(NamedTuple):
    """A page in the navigation; `labs` leads from the labs' pages to their short names."""

    docname: str
    name: str
    number: str
    labs: dict[str, str]

    @property
    def numbered_name(self) -> str:
        return f"{int(self.number)} {self.name}" if self.number else self.name


def on_config_inited(app: Sphinx, config: Config) -> None:
    """Read the groups, as a setting whose change Sphinx notices."""
    path = Path(app.confdir, FILE)
    config.navigation = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}


def groups_of(app: Sphinx) -> dict[str, list[Entry]]:
    """Return {group: its pages}, those that are there."""
    env = app.env
    lines = app.config.navigation.items()
    groups = {group: {place_of(k): name for k, name in names.items()} for group, names in lines}
    for docname in sorted(unnamed(env, {name for names in groups.values() for name in names})):
        group = FOR_CHAPTERS if number_of(docname) else FOR_OTHERS
        groups.setdefault(group, {})[docname] = short_name(env, docname)
    there = env.found_docs | {"genindex"}
    return {
        group: [entry_of(env, name, names[name]) for name in names if name in there]
        for group, names in groups.items()
    }


def place_of(key: str) -> str:
    """Return the page that a line of the file is about."""
    return key[1:] if key.startswith("/") else f"{FOLDER}/{key}"


def unnamed(env: BuildEnvironment, named: set[str]) -> set[str]:
    """Return the pages directly in the folder that no line names."""
    return {name for name in env.found_docs if name.rpartition("/")[0] == FOLDER} - named


def short_name(env: BuildEnvironment, docname: str) -> str:
    """Return a chapter's file name in words, or another page's title."""
    words = docname.rpartition("/")[2].partition("-")[2].replace("-", " ").capitalize()
    return words if number_of(docname) else env.titles[docname].astext()


def entry_of(env: BuildEnvironment, docname: str, name: str) -> Entry:
    return Entry(docname, name, number_of(docname), labels_of_labs(docname, env))


def entry_above(app: Sphinx, docname: str) -> tuple[str, Entry] | tuple[None, None]:
    """Return the group and the entry of the page itself, or of the nearest one above it."""
    entries = {e.docname: (group, e) for group, es in groups_of(app).items() for e in es}
    above = {page: parent for parent, pages in app.env.toctree_includes.items() for page in pages}
    while docname is not None and docname not in entries:
        docname = above.get(docname)
    return entries.get(docname, (None, None))


def on_page(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: object) -> None:
    """Hand the groups to the template, and the entry that the reader is at."""
    _, entry = entry_above(app, pagename)
    context["navigation"] = groups_of(app)
    context["entry_here"] = entry.docname if entry else None
