"""Show the rules and the symptoms of a chapter as one sheet to print; nobody types them twice.

    ```{review-checklist} 09-failures
    ```

takes the headings below the chapter's heading "Ten rules", and of each row of the tables below
"Find your error" what one sees and the way out.
"""

from functools import partial

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from extensions.book.late_places import place

RULES, SYMPTOMS = "ten-rules", "find-your-error"
SPACE, ARROW = nodes.Text(" "), nodes.Text(" → ")


class ReviewChecklist(SphinxDirective):
    """Show the sheet."""

    required_arguments = 1

    def run(self):
        """Return its place; the page comes to depend on the chapter."""
        chapter = f"chapters/{self.arguments[0]}"
        self.env.note_dependency(self.env.doc2path(chapter))
        return [place(fill=partial(checklist, chapter=chapter))]


def section_of(doctree, name):
    """Return the section with this anchor; raise ValueError when there is none."""
    for section in doctree.findall(nodes.section):
        if name in section["ids"]:
            return section
    raise ValueError(f"there is no section '{name}' to take a checklist from")


def rules_of(doctree):
    """Return the titles below "Ten rules" as a list, each without its number."""
    sections = section_of(doctree, RULES).findall(nodes.section)
    titles = [section[0].astext().partition(". ")[2] for section in sections]
    items = [nodes.list_item("", nodes.paragraph("", title)) for title in titles if title]
    return nodes.enumerated_list("", *items, enumtype="arabic", classes=["rules"])


def symptoms_of(doctree):
    """Return what one sees and the way out, from each row with a link to its program."""
    items = []
    for row in section_of(doctree, SYMPTOMS).findall(nodes.row):
        if isinstance(row.parent, nodes.tbody) and len(row) == 4 and not in_lab_table(row):
            number, seen, _, way_out = (entry[0].deepcopy().children for entry in row)
            text = nodes.paragraph("", "", *number, SPACE, *seen, ARROW, *way_out)
            items.append(nodes.list_item("", text))
    return nodes.bullet_list("", *items, classes=["symptoms"])


def in_lab_table(row):
    return "lab-table" in row.parent.parent.parent["classes"]


def checklist(env, chapter):
    """Return the sheet: the rules, then the symptoms."""
    doctree = env.get_doctree(chapter)
    parts = rules_of(doctree), symptoms_of(doctree)
    return nodes.container("", *parts, classes=["review-checklist"])
