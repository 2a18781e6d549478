"""A prediction owns its answer: nothing that gives it away stands outside of its fold."""

import re

import pytest

PREDICTION = re.compile(
    r"^(?P<fence>:{3,})\{predict\} (?P<question>[^\n]+)\n(?P<options>(?::\w+: [^\n]*\n)*)"
    r"(?P<answer>.*?)^(?P=fence)$",
    re.M | re.S,
)
NAMES = re.compile(r" = ([^|\n]+?) *(?:\||$)", re.M)
SHOWN = re.compile(r"\{lab-(?:claim|figure|table)\} (\S+)")
VALUES = re.compile(r"\{lab\}`((?:[^`:]+::)?[^`:]+)")


def chapters(root):
    return sorted((root / "chapters").glob("[0-9]*.md"))


def given_away(text):
    """Return the names of answers that are shown before their fold, or beside it in its section."""
    away = set()
    for found in PREDICTION.finditer(text):
        section_end = text.find("\n## ", found.end())
        rest = text[found.end() : section_end if section_end > 0 else len(text)]
        outside = PREDICTION.sub("", text[: found.start()] + rest)
        asked = re.sub(r"^:given: .*\n", "", found["options"], flags=re.M)
        names = {*NAMES.findall(asked), *SHOWN.findall(found["answer"])}
        away |= names & {*SHOWN.findall(outside), *VALUES.findall(outside)}
    return away


@pytest.mark.parametrize(
    ("outside", "name"),
    [
        ("It took {lab}`both_s:.2f` s.", "both_s"),
        ("```{lab-claim} one-core\n```", "one-core"),
        ("```{lab-figure} turns\n```", "turns"),
    ],
)
def test_an_answer_outside_of_its_fold_is_found(outside, name):
    fold = """:::{predict} How long?
:given: one = solo_s
:bars: two threads = both_s

```{lab-figure} turns
```

```{lab-claim} one-core
```
:::
"""
    assert not given_away(f"It took {{lab}}`solo_s:.2f` s.\n\n{fold}")
    assert given_away(f"{fold}\n{outside}") == {name}


def test_no_answer_stands_outside_of_its_fold(root):
    found = {path.name: given_away(path.read_text("utf-8")) for path in chapters(root)}
    assert {name: names for name, names in found.items() if names} == {}


def test_every_question_to_predict_owns_its_answer(root):
    """Each is the directive, so that a reader can commit to a guess, and has an answer."""
    for path in chapters(root):
        text = path.read_text("utf-8")
        questions = list(PREDICTION.finditer(text))
        assert questions, f"{path.name} lets its readers predict nothing"
        assert all(found["answer"].strip() for found in questions), path.name
        assert text.count("{predict}") == len(questions), f"{path.name}: an odd directive"
        assert "**Predict" not in text, f"{path.name}: write {{predict}}, with :bars: or :choices:"
