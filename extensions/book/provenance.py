"""Say once on a page where its numbers were measured, and below a figure only what differs.

The whole line stands at the page's end; the bar below the title leads there with the short of it.
"""

import re

from docutils import nodes

from extensions.book.pair_lines import link_to, partners_of
from extensions.labs.results import read_results
from extensions.labs.store import executed_path

ANCHOR, PICTURES = "provenance", "chapters/pictures"
_SHORT = re.compile(r"Measured on (\d+ \w+ \d+), .*?: (\w+ [\w.]+).*?(\d+ usable cores?)")
_BELOW_FIGURE = re.compile(r' ?<small class="lab-provenance">(.*?)</small>')
_MOMENT = re.compile(r"^.*? UTC: |; load [\d.]+$")  # differs between any two runs


def lines_of(app, labs):
    """Return the lines that say where labs were measured, each once; the page depends on them."""
    lines = []
    for path in (executed_path(app.srcdir, lab) for lab in labs):
        if path.exists():  # to depend on what is not there is to be read again each time
            app.env.note_dependency(str(path))
            lines.append(read_results(path).provenance)
    return [line for line in dict.fromkeys(lines) if line]


def short(line):
    """Return the day, the Python and the cores."""
    found = _SHORT.search(line)
    return f"Measured {' · '.join(found.groups())}" if found else "Where this was measured"


def without_known(html, lines):
    """Return figures' HTML without the machines that the page names anyway."""
    known = {_MOMENT.sub("", line) for line in lines}
    return _BELOW_FIGURE.sub(
        lambda below: "" if _MOMENT.sub("", below[1]) in known else below[0], html
    )


def lines_below(figures):
    """Return what stands below figures, once for each machine."""
    lines = [line for figure in figures for line in _BELOW_FIGURE.findall(figure.astext())]
    return list({_MOMENT.sub("", line): line for line in lines}.values())


def on_doctree_read(app, doctree):
    """Add the lines at the end and the way to them, and take them from below the figures."""
    labs, _ = partners_of(app.env.docname, app.env)
    figures = [node for node in doctree.findall(nodes.raw) if "lab-provenance" in node.astext()]
    section, lines = doctree.next_node(nodes.section), lines_of(app, labs) or lines_below(figures)
    if section is None or not lines:
        return
    for figure in figures:
        figure.children = [nodes.Text(without_known(figure.astext(), lines))]
    if labs:
        chip = nodes.reference("", short(lines[0]), refuri=f"#{ANCHOR}", internal=True)
        section.next_node(nodes.paragraph).append(nodes.inline("", "", chip, classes=["measured"]))
    section += nodes.paragraph("", lines[0], classes=["provenance"], ids=[ANCHOR])
    section += [nodes.paragraph("", line, classes=["provenance"]) for line in lines[1:]]
    if PICTURES in app.env.found_docs and app.env.docname != PICTURES:
        way = link_to(PICTURES, "How to read the pictures")
        section += nodes.paragraph("", "", way, classes=["provenance"])
