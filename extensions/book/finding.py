"""Say first what this build has found: of the sentences given, those whose claims were shown.

    .. finding:: Threads or processes? Measure it.

       06-race::threads-take-turns  Two threads share one core.
       06-race::processes-overlap   Two processes use two.

The argument stands in where nothing was shown. What was not shown is told below, with the reason.
"""

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from extensions.book.show import find, missing


class Finding(SphinxDirective):
    """Show the headline."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        pairs = [(self.claim(line.split()[0]), line.partition(" ")[2]) for line in self.content]
        shown, reasons = told(pairs)
        lines = shown or [self.arguments[0]]
        finding = nodes.paragraph(classes=["finding"])
        finding += [nodes.inline("", f"{line.strip()} ") for line in lines]
        return [finding, *(nodes.paragraph("", r, classes=["not-found"]) for r in reasons)]

    def claim(self, name: str) -> dict:
        results, bare_name = find(self, name, "claim")
        if bare_name not in results.claims:
            missing(self, "claim", bare_name, results, results.claims)
        return results.claims.get(bare_name, {"status": "missing"})


def told(pairs: list[tuple[dict, str]]) -> tuple[list[str], list[str]]:
    """Return the sentences whose claims were shown, and what to say of those that were not."""
    shown = [sentence for claim, sentence in pairs if claim["status"] == "shown"]
    reasons = [
        f"Not shown by this build: “{sentence.strip()}” The reason: {claim['because']}."
        for claim, sentence in pairs
        if claim["status"] == "not shown"
    ]
    return shown, reasons
