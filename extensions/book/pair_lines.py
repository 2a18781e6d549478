"""Lead from a chapter to its labs, slides and notes and back: below its title, and at its end.

Who belongs together follows from the files' names alone (see `pairs`): a new lab needs no wiring.
"""

import re
from pathlib import Path

from docutils import nodes
from sphinx import addnodes

from extensions.labs.pairs import chapter_of, labs_of

CHAPTERS, LABS, NOTES = "chapters", "notebooks", "chapters/workshop/notes"
WORKSHOP = "chapters/workshop/index"
_MINUTES = re.compile(r"\bAbout (\d+) minutes")


def names_in(folder, env):
    found = (docname.rpartition("/") for docname in env.found_docs)
    return {name for place, _, name in found if place == folder}


def partners_of(docname, env):
    """Return (its labs, its chapter) for a chapter or a lab; the lab itself is its only lab."""
    folder, _, name = docname.rpartition("/")
    chapters, labs = names_in(CHAPTERS, env), names_in(LABS, env)
    if folder == CHAPTERS:
        return labs_of(name, labs, chapters), name
    return ([name], chapter_of(name, chapters)) if folder == LABS else ([], None)


def labels_of_labs(docname, env):
    """Return {page: short name} of a chapter's labs; the name of an only one is "lab"."""
    labs, chapter = partners_of(docname, env)
    own = {lab: lab.removeprefix(chapter or "").strip("-").replace("-", " ") for lab in labs}
    return {f"{LABS}/{lab}": name or "lab" for lab, name in own.items()}


def link_to(docname, text=None):
    """Return a link to a page, with its title where no text is given."""
    return addnodes.pending_xref(
        "",
        nodes.inline("", text or docname),
        refdomain="std",
        reftype="doc",
        reftarget=f"/{docname}",
        refexplicit=text is not None,
    )


def minutes_told(env, docname):
    """Return " · 30 min" if a chapter or lab says how long it takes; the page depends on it."""
    path = env.doc2path(docname)
    env.note_dependency(path)
    found = _MINUTES.search(Path(path).read_text("utf-8"))
    return f" · {found[1]}\N{NO-BREAK SPACE}min" if found else ""


def bar_of(env, docname, lab_or_chapter):
    """Return the links below a title: chapter, labs, notes; `extensions.slides` adds its own."""
    chapter = partners_of(lab_or_chapter, env)[1]
    places = {f"{CHAPTERS}/{chapter}": "Chapter"} if chapter else {}
    labs = labels_of_labs(f"{CHAPTERS}/{chapter}", env) if chapter else {lab_or_chapter: "lab"}
    places |= {lab: "Lab" if name == "lab" else f"Lab: {name}" for lab, name in labs.items()}
    places = {place: name + minutes_told(env, place) for place, name in places.items()}
    places |= dict.fromkeys(notes_of(env, lab_or_chapter, list(labs)), "Notes")
    return [
        here(text) if place == docname else link_to(place, text) for place, text in places.items()
    ]


def notes_of(env, lab_or_chapter, labs):
    """Return the page of the notes, as a list; for a chapter with several labs, where all are."""
    owner = labs[0] if len(labs) == 1 else lab_or_chapter
    notes = f"{NOTES}/{owner.rpartition('/')[2]}"
    return [page for page in (notes, WORKSHOP) if page in env.found_docs][:1]


def here(text):
    """Return the part of the bar that stands for the page itself."""
    return nodes.raw("", f'<span aria-current="page">{text}</span>', format="html")


def now_run(env, chapter):
    """Return the end of a chapter: its labs, by their titles."""
    lines = [nodes.paragraph("", "", nodes.strong("", "Now run it"), classes=["now-run-title"])]
    for lab in labels_of_labs(chapter, env):
        rest = nodes.Text(minutes_told(env, lab))
        lines.append(nodes.paragraph("", "", link_to(lab), rest))
    return nodes.container("", *lines, classes=["lab-links", "now-run"])


def hidden_toctree(env, docname):
    """Return what makes labs the pages below their chapter: "Next" leads into them and on."""
    labs = list(labels_of_labs(docname, env))
    toctree = addnodes.toctree(parent=docname, includefiles=labs, hidden=True, titlesonly=True)
    toctree.attributes |= {"entries": [(None, lab) for lab in labs], "maxdepth": 1, "numbered": 0}
    toctree.attributes |= {"caption": None, "glob": False, "includehidden": False}
    return toctree


def on_doctree_read(app, doctree):
    """Put the bar below the title, and below a chapter the way to its labs."""
    docname, section = app.env.docname, doctree.next_node(nodes.section)
    lab_or_chapter = docname.replace(NOTES, LABS)
    labs, _ = partners_of(lab_or_chapter, app.env)
    if not labs or section is None:
        return
    bar = nodes.paragraph("", "", *bar_of(app.env, docname, lab_or_chapter), classes=["lab-links"])
    opening = nodes.raw("", '<nav class="pair" aria-label="Chapter and lab">', format="html")
    section[1:1] = [opening, bar, nodes.raw("", "</nav>", format="html")]
    if docname == lab_or_chapter and docname.startswith(CHAPTERS):
        section += [now_run(app.env, docname), hidden_toctree(app.env, docname)]


def on_env_get_outdated(app, env, added, changed, removed):
    """Read all chapters and labs again when one of them has come or gone."""
    folders = (f"{CHAPTERS}/", f"{LABS}/")
    if any(name.startswith(folders) for name in added | removed):
        return [name for name in env.found_docs if name.startswith(folders)]
    return []
