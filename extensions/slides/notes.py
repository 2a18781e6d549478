"""Give the instructor's notes to the slides on which a speaker needs them.

The notes of a lab have five headings. What is the aim and what is to be typed must be known at
the beginning; what learners get wrong, when they begin to work; the rest is for the end.
"""

from bs4 import Tag

from extensions.slides.deck import Slide
from extensions.slides.source import Source

PLACES = {
    "aim": 0,
    "what-to-type": 0,
    "what-learners-get-wrong": 1,
    "discuss": -1,
    "a-common-question": -1,
}
"""The section of the notes, and the number of the slide that it goes to, if there are so many."""


def hand_out(slides: list[Slide], sources: list[Source]) -> None:
    """Put the sections of all notes before the slides' own."""
    for source in reversed(sources):
        for anchor, number in reversed(PLACES.items()):
            section = source.article.find("section", id=anchor)
            if section is not None:
                slides[min(number, len(slides) - 1)].notes.insert(0, as_note(source, section))


def as_note(source: Source, section: Tag) -> str:
    """Return a section of the notes, without the anchors, which a deck may have itself."""
    for tag in [section, *section.find_all(id=True)]:
        del tag["id"]
    return source.whole(section).replace("<section", "<div").replace("</section>", "</div>")
