"""Make a deck of slides from every chapter that has a lab, and lead to it from both.

    chapters/04-submit.html  ->  slides/04-submit.html

A deck is made from the page as it was written, so there is no second copy of any text, number or
figure; from the instructor's notes it takes what the speaker should know. Decks are in no list of
pages and no index: whoever searches is led to the chapter, which has the same words.

A page without a lab can name the deck that ends with it, in its metadata: `slides: 06-race`.

What makes a page a deck is reveal.js; three of its files come from the package sphinx-revealjs.
"""

from importlib.util import find_spec
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from extensions.book.pair_lines import names_in, partners_of
from extensions.labs.files import write_if_changed
from extensions.slides import chapter as chapters
from extensions.slides import notes as speakers_notes
from extensions.slides import source
from extensions.slides.shape import shape_of

logger = logging.getLogger(__name__)

FOLDER = "slides"
TEMPLATE = "slides.html"
REVEAL = ("dist/reveal.js", "dist/reveal.css", "plugin/notes/notes.js", "LICENSE")
NOTES = "chapters/workshop/notes"


def deck_of(docname: str, env: BuildEnvironment) -> str | None:
    """Return the name of the deck for a chapter, a lab or a lab's notes, or None."""
    labs, chapter = partners_of(docname.replace(NOTES, "notebooks"), env)
    return chapter if labs else None


def decks(env: BuildEnvironment) -> dict[str, list[str]]:
    """Return {name: names of the labs} for all chapters that have a deck."""
    found = {name: partners_of(f"chapters/{name}", env)[0] for name in names_in("chapters", env)}
    return {name: labs for name, labs in sorted(found.items()) if labs}


def further_pages(env: BuildEnvironment) -> dict[str, list[str]]:
    """Return {name of a deck: names of the pages with which it ends}."""
    found = {}
    for docname, metadata in sorted(env.metadata.items()):
        if "slides" in metadata:
            found.setdefault(metadata["slides"], []).append(docname)
    return found


def on_doctree_read(app: Sphinx, doctree: nodes.document) -> None:
    """Add the deck to the bar below the title of a chapter, a lab or its notes."""
    docname = app.env.docname
    name, section = deck_of(docname, app.env), doctree.next_node(nodes.section)
    bar = section and section.next_node(nodes.paragraph)
    if name is None or bar is None:
        return
    address = f"{'../' * docname.count('/')}{FOLDER}/{name}.html"
    before = next((n for n, part in enumerate(bar) if "Notes" in part.astext()), len(bar))
    bar.insert(before, nodes.reference("", "Slides", refuri=address, internal=True))


def make_deck(app: Sphinx, name: str, site: Path, notes: list[Path], further: list[str]) -> str:
    """Return the HTML of the deck made from written pages and written instructor's notes."""
    address, deck = f"chapters/{name}.html", f"{FOLDER}/{name}.html"
    written = source.Source(site / address, address, deck)
    plays, shape = bool(written.article.find("timeline-player")), shape_of(written.article)
    chapter = chapters.Chapter(written)
    for page in further:
        chapter.go_on(source.Source(site / f"{page}.html", f"{page}.html", deck))
    sources = [source.Source(path, f"{NOTES}/{path.name}", deck) for path in notes]
    speakers_notes.hand_out(chapter.slides, sources)
    options = app.config.html_theme_options
    context = {
        "chapter": chapter,
        "plays": plays,
        "shape": shape,
        "address": app.config.html_baseurl + address,
        "page": f"../{address}",
        "project": app.config.project,
        "language": app.config.language,
        "light": options["light_css_variables"],
        "dark": options["dark_css_variables"],
    }
    return app.builder.templates.render(TEMPLATE, context)


def write_decks(
    app: Sphinx, site: Path, names_of_labs: dict[str, list[str]], further: dict[str, list[str]]
) -> None:
    """Write all decks; one that cannot be made is named, and the others are made."""
    for name, labs in names_of_labs.items():
        notes = [path for lab in labs if (path := site / NOTES / f"{lab}.html").exists()]
        try:
            deck = make_deck(app, name, site, notes, further.get(name, []))
        except Exception as problem:  # a chapter may hold whatever its author likes
            told = f"no slides could be made of this chapter: {problem!r}"
            logger.warning(told, location=f"chapters/{name}")
        else:
            write_if_changed(site / FOLDER / f"{name}.html", deck)


def copy_reveal(site: Path) -> None:
    """Copy what a deck loads from the package that carries reveal.js, without importing that."""
    (package,) = find_spec("sphinx_revealjs").submodule_search_locations
    for name in REVEAL:
        path = Path(package, "_static", "revealjs", name)
        write_if_changed(site / "_static" / "reveal" / path.name, path.read_bytes())


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Write the decks, and delete those whose chapter is gone."""
    if exception is not None:
        return
    site, names_of_labs = Path(app.outdir), decks(app.env)
    for deck in site.joinpath(FOLDER).glob("*.html"):
        if deck.stem not in names_of_labs:
            deck.unlink()
    copy_reveal(site)
    write_decks(app, site, names_of_labs, further_pages(app.env))
