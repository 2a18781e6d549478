"""Gather the questions of all chapters that a room can answer with numbers.

```{prediction-room}
```
"""

from html import escape

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from extensions.book.key_points import chapters, heading
from extensions.book.late_places import place
from extensions.book.predict import answer_attribute


class PredictionRoom(SphinxDirective):
    """Show all questions with bars, for a teacher who types what a room guesses."""

    def run(self) -> list[nodes.Node]:
        return [place(fill=all_for_a_room)]


def all_for_a_room(env: BuildEnvironment) -> nodes.container:
    """Return each chapter's title with its questions."""
    found = nodes.container(classes=["rooms"])
    for docname in chapters(env):
        if asked := env.metadata[docname].get("predictions"):
            found += nodes.container("", heading(env, docname), *map(room, asked))
    return found


def room(asked: tuple[str, dict]) -> nodes.raw:
    question, answer = asked
    return nodes.raw(
        "",
        f"<predict-room{answer_attribute(answer)}><p>{escape(question)}</p></predict-room>",
        format="html",
    )
