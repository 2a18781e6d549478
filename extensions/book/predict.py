"""Ask before telling: a question, and one fold around all that gives its answer away.

::::{predict} The two take turns on one core, or do they? How long do they need?
:given: one by one = solo_s
:bars: two threads = both_s
What is seen after the guess.
::::

::::{predict} Can they run in parallel?
:choices: yes | no = different-code | only on Windows
What is seen after the guess.
::::

With `bars` the reader guesses values of the lab, beside those that are given. With `choices` the
reader picks one; the right one names what shows it: a claim, or a value that is true. Which unit
a value has, its name says. Without scripts, all this is a question above a fold.
"""

import json
import re
from collections.abc import Sequence
from typing import ClassVar

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from extensions.book.dropdown import fold
from extensions.book.show import find, missing, warn

UNITS = {"s": "s", "ms": "ms", "us": "µs", "mb": "MB", "kb": "kB", "cores": "cores"}


class Predict(SphinxDirective):
    """Show a question and its answer, and hand the answer to `predict.js`, inside the fold."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[dict] = dict.fromkeys(("given", "bars", "choices", "unit"), str)

    def run(self) -> list[nodes.Node]:
        answer = self.bars() if "bars" in self.options else {"right": self.right_choice()}
        opening, closing = fold("Reveal", answer_attribute(answer))
        key = nodes.make_id(self.arguments[0])[:48]
        before = nodes.raw("", f'<predict-first id="predict-{key}">', format="html")
        after = nodes.raw("", "</predict-first>", format="html")
        asked = [self.question(), *self.choices()]
        self.for_a_room(asked[0].astext(), answer)
        return [before, *asked, opening, *self.parse_content_to_nodes(), closing, after]

    def question(self) -> nodes.paragraph:
        text, messages = self.parse_inline(self.arguments[0])
        lead = nodes.strong("", "Predict.")
        return nodes.paragraph("", "", lead, nodes.Text(" "), *text, *messages)

    def for_a_room(self, question: str, answer: dict) -> None:
        """Remember what a room can guess, for `prediction-room`."""
        if "bars" in answer:
            asked = self.env.metadata[self.env.docname].setdefault("predictions", [])
            asked.append((question.removeprefix("Predict. "), answer))

    def choices(self) -> list[nodes.Node]:
        """Return the list to choose from, if there is one."""
        found = nodes.bullet_list("", classes=["choices"])
        for label, _ in pairs_of(self.options.get("choices", "")):
            text, messages = self.parse_inline(label)
            found += nodes.list_item("", nodes.paragraph("", "", *text, *messages))
        return [found] if found.children else []

    def right_choice(self) -> int | None:
        """Return the number of the right choice; None when this build could not show it."""
        if "choices" not in self.options:
            warn(self, "predict: there is nothing to guess; give it :bars: or :choices:")
            return None
        named = [name for _, name in pairs_of(self.options["choices"])]
        if not any(named):
            warn(self, "predict: no choice says what shows it: no = a-claim-of-the-lab")
        holding = [n for n, name in enumerate(named) if name and self.holds(name)]
        return holding[0] if len(holding) == 1 else None

    def holds(self, name: str) -> bool:
        """Tell whether a claim was shown, or a value is true."""
        results, name = find(self, name, "claim or value")
        if name in results.claims:
            return results.claims[name]["status"] == "shown"
        try:
            return bool(results.value(name))
        except KeyError:
            missing(self, "claim or value", name, results, [*results.claims, *results.values])
            return False

    def bars(self) -> dict:
        """Return the bars that are given, those to guess, and their unit."""
        given = [self.bar(*pair) for pair in pairs_of(self.options.get("given", ""))]
        asked = [self.bar(*pair) for pair in pairs_of(self.options["bars"])]
        suffix = re.split("[._]", pairs_of(self.options["bars"])[0][1])[-1]
        unit = self.options.get("unit", UNITS.get(suffix, ""))
        return {"given": given, "bars": asked, "unit": unit}

    def bar(self, label: str, name: str) -> dict:
        results, name = find(self, name, "value")
        try:
            value = number_in(results.value(name))
        except (KeyError, ValueError):
            missing(self, "number", name, results, results.values)
            value = None
        return {"label": label, "value": value, "kind": kind_of(label, self.config.kinds_of_worker)}


def kind_of(label: str, kinds: Sequence[str]) -> str:
    """Return the first of the kinds of worker that a label speaks of, or the last of them all."""
    return next((kind for kind in kinds if kind in label.lower()), kinds[-1])


def number_in(value: object) -> float:
    """Return a value's number, such as that of "3.02 (2.97 to 3.17)"; ValueError without one."""
    return float(next(iter(str(value).split()), ""))


def pairs_of(option: str) -> list[tuple[str, str]]:
    """Return (label, name) of each part of `label = name | label`; a name may be ""."""
    parts = [part.strip() for part in option.replace("\n", " ").split("|")]
    found = [re.fullmatch(r"(.*?)(?:\s+=\s+(.*))?", part) for part in parts if part]
    return [(each[1], each[2] or "") for each in found]


def answer_attribute(answer: dict) -> str:
    """Return what a script reads, as an attribute of HTML."""
    data = json.dumps(answer, ensure_ascii=False).replace("&", "&amp;").replace("'", "&#39;")
    return f" data-answer='{data}'"
