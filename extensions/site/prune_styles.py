"""Leave out of a style sheet the rules that no page can need."""

import re

import tinycss2

_CHOICE = re.compile(r":(not|is|where|has)\(((?:[^()]|\([^()]*\))*)\)")
_STATE = re.compile(r"\[[^]]*\]|::?[\w-]+(?:\([^)]*\))?")  # attributes, :hover, ::before
_NAME = re.compile(r"-?[_a-zA-Z][\w-]*")  # of an element, a class or an id
_COMMA = re.compile(r",(?![^(]*\))")  # not within brackets
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
_ANIMATION = re.compile(r"animation(?:-name)?:([^;}]*)")
NESTING = {"media", "supports", "layer", "container"}


def prune(text, words):
    """Return the style sheet without rules for elements, and variables, that nobody uses.

    `words` are the elements, classes and ids on the pages, and the variables (`--name`) that
    pages and scripts refer to. Comments go too. What is in doubt stays: attributes and states.
    """
    before = None
    while text != before:  # a variable that is gone may have been the only user of another
        before = text
        moves = _NAME.findall(" ".join(_ANIMATION.findall(text)))
        used = words.union(moves, _VARIABLE.findall(text))
        rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
        text = "\n".join(_pruned(rules, used)) + "\n"
    return text


def _pruned(rules, words):
    """Return the texts of the rules that stay."""
    kept = []
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = _needed(tinycss2.serialize(rule.prelude), words)
            declarations = _short(rule.content, words)
            if selectors and declarations:
                kept.append(f"{','.join(selectors)}{{{declarations}}}")
        elif rule.type == "at-rule" and rule.at_keyword in NESTING and rule.content:
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            texts = _pruned(inner, words)
            if texts:
                head = tinycss2.serialize(rule.prelude).strip()
                kept.append(f"@{rule.at_keyword} {head}{{{''.join(texts)}}}")
        elif rule.type == "at-rule" and rule.at_keyword == "keyframes":
            if tinycss2.serialize(rule.prelude).strip() in words:
                kept.append(" ".join(rule.serialize().split()))
        elif rule.type == "at-rule" and rule.at_keyword != "charset":
            kept.append(rule.serialize())
    return kept


def _needed(prelude, words):
    """Return the selectors of a rule that may match something."""
    return [part.strip() for part in _COMMA.split(prelude) if _may_match(part, words)]


def _may_match(selector, words):
    """Tell whether all that a selector names, and one of each choice that it has, is in use."""
    for kind, choices in _CHOICE.findall(selector):
        if kind != "not" and not _needed(choices, words):
            return False
    return words.issuperset(_NAME.findall(_STATE.sub("", _CHOICE.sub("", selector))))


def _short(content, words):
    """Return the declarations that are needed, without the blanks that lay them out."""
    parts = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    if any(part.type not in ("declaration", "error") for part in parts):
        return tinycss2.serialize(content)  # nested rules: leave them as they are
    kept = [p for p in parts if p.type == "declaration"]
    kept = [p for p in kept if not p.name.startswith("--") or p.name in words]
    return ";".join(part.serialize().strip().replace(": ", ":", 1) for part in kept)
