"""Fold the output that a lab asks its reader to predict: what follows a "Predict" paragraph."""

from collections.abc import Iterator
from itertools import pairwise

from docutils import nodes
from sphinx.application import Sphinx

from extensions.book.dropdown import fold


def on_doctree_read(app: Sphinx, doctree: nodes.document) -> None:
    """Put what such cells show behind a click; their source stays in sight."""
    for section in doctree.findall(nodes.section):
        for cell in predicted_cells(section.children):
            for output in cell.findall(is_output):
                opening, closing = fold(what_is_in(output), ' class="predicted"')
                output.children = [opening, *output.children, closing]


def what_is_in(output: nodes.Node) -> str:
    """Say what a click will show: a figure, a claim, or what the cell has printed."""
    html = "".join(raw.astext() for raw in output.findall(nodes.raw))
    kinds = {"lab-figure": "What was drawn", 'class="claim': "What was found"}
    return next((told for kind, told in kinds.items() if kind in html), "What was printed")


def predicted_cells(parts: list[nodes.Node]) -> Iterator[nodes.Node]:
    """Yield the cells from each question to its answer, or to the text behind them."""
    questions = [number for number, part in enumerate(parts) if asks(part)]
    for start, end in pairwise([*questions, len(parts)]):
        yield from filter(is_cell, up_to_answer(parts[start + 1 : end]))


def up_to_answer(parts: list[nodes.Node]) -> list[nodes.Node]:
    """Return the parts up to the first fold behind a cell; without one, to the first text there."""
    first = next((number for number, part in enumerate(parts) if is_cell(part)), len(parts))
    behind = [number for number in range(first, len(parts)) if not is_cell(parts[number])]
    folds = [number for number in behind if is_fold(parts[number])]
    return parts[: min(folds or behind, default=len(parts))]


def asks(node: nodes.Node) -> bool:
    """Tell whether a paragraph begins with a strong "Predict"."""
    has_strong = isinstance(node, nodes.paragraph) and any(node.findall(nodes.strong))
    return has_strong and node.astext().startswith("Predict")


def is_fold(node: nodes.Node) -> bool:
    return isinstance(node, nodes.raw) and "<details" in node.astext()


def is_cell(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and "cell" in node["classes"]


def is_output(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and "cell_output" in node["classes"]
