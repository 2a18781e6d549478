"""Link every chapter with its labs, and say where its numbers come from.

Both follow from the files' names alone (see `pairs`), so that a new lab needs no wiring.
"""

from docutils import nodes
from sphinx import addnodes

from extensions.labs.pairs import chapter_of, labs_of
from extensions.labs.results import read_results
from extensions.labs.store import executed_path


def names_in(folder, env):
    found = (docname.rpartition("/") for docname in env.found_docs)
    return {name for place, _, name in found if place == folder}


def partners_of(docname, env):
    """Return (its labs, its chapter) for a chapter or a lab; the lab itself is its only lab."""
    folder, _, name = docname.rpartition("/")
    chapters, labs = names_in("chapters", env), names_in("notebooks", env)
    if folder == "chapters":
        return labs_of(name, labs, chapters), name
    return ([name], chapter_of(name, chapters)) if folder == "notebooks" else ([], None)


def link_to(docname, text):
    return addnodes.pending_xref(
        "",
        nodes.inline("", text),
        refdomain="std",
        reftype="doc",
        reftarget=f"/{docname}",
        refexplicit=True,
    )


def links_to_labs(labs, chapter):
    """Return the line above a chapter: a lab is called by its number and what is its own."""
    number = chapter.partition("-")[0]
    line = []
    for lab in labs:
        own = lab.removeprefix(chapter).replace("-", " ")
        line += [nodes.Text(" · "), link_to(f"notebooks/{lab}", f"lab {number}{own}")]
    return [nodes.Text("Run it yourself: "), *line[1:]] if line else []


def links_of_lab(lab, chapter):
    # The notebook lies beside the page.
    download = f'<a href="{lab}.ipynb" download>download the notebook</a>'
    line = [nodes.Text("This page is a lab: "), nodes.raw("", download, format="html")]
    if chapter:
        number = chapter.partition("-")[0]
        link = link_to(f"chapters/{chapter}", f"chapter {number}")
        line += [nodes.Text(" · "), link, nodes.Text(" explains it")]
    return line


def provenances(app, labs):
    """Return the lines that say where labs were measured, each once; the page depends on them."""
    lines = []
    for path in (executed_path(app.srcdir, lab) for lab in labs):
        if path.exists():  # to depend on what is not there is to be read again each time
            app.env.note_dependency(str(path))
            lines.append(read_results(path).provenance)
    return [line for line in dict.fromkeys(lines) if line]


def on_doctree_read(app, doctree):
    """Add the line above the page and the lines below it."""
    docname = app.env.docname
    labs, chapter = partners_of(docname, app.env)
    section = doctree.next_node(nodes.section)
    if not labs or section is None:
        return
    is_chapter = docname.startswith("chapters/")
    links = links_to_labs(labs, chapter) if is_chapter else links_of_lab(labs[0], chapter)
    section.insert(1, nodes.paragraph("", "", *links, classes=["lab-links"]))
    for line in provenances(app, labs):
        section += nodes.paragraph("", line, classes=["provenance"])


def on_env_get_outdated(app, env, added, changed, removed):
    """Read all chapters and labs again when one of them has come or gone."""
    folders = ("chapters/", "notebooks/")
    if any(name.startswith(folders) for name in added | removed):
        return [name for name in env.found_docs if name.startswith(folders)]
    return []
