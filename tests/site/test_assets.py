"""Test what pages load: without what no page can need, and by a name that changes with it."""

import re

import pytest

from extensions.site.bundle import write_script
from extensions.site.prune_styles import prune
from extensions.site.stamp import stamp

WORDS = {"body", "p", "used", "here", "--used", "--other"}


@pytest.mark.parametrize(
    "rule",
    [
        "p.used>*{color:red}",
        "#here:focus-visible::before{color:red}",
        "[hidden]{color:red}",
        "body:not(.unused) p{color:red}",
        "p:is(.unused,.used){color:red}",
        "body[data-theme=dark]{--used:red}",
        "@media print{p{color:red}}",
        "@page{margin:1cm}",
    ],
)
def test_a_rule_that_may_match_stays(rule):
    """What is named is in use, or a state or an attribute in which something may be."""
    assert prune(rule, WORDS).split() == rule.split()


@pytest.mark.parametrize(
    "rule",
    [
        "p .unused{color:red}",
        "textarea{color:red}",
        "#there{color:red}",
        "body:has(.unused) p{color:red}",
        "p:is(.unused,table.used){color:red}",
        "body{--unused:red}",
        "@media print{.unused{color:red}}",
        "@keyframes unused{to{color:red}}",
        "/* a comment */",
    ],
)
def test_a_rule_that_cannot_match_goes(rule):
    """An element, a class, an id, a variable or an animation that nobody names."""
    assert prune(rule, WORDS).strip() == ""


def test_what_was_needed_by_a_rule_that_goes_goes_too():
    """Variables and animations that only such a rule refers to."""
    text = ".unused{color:var(--a);animation:b 1s}body{--a:red}@keyframes b{to{top:0}}p{top:0}"
    assert prune(text, WORDS | {"--b"}) == "p{top:0}\n"


def test_of_several_selectors_those_in_use_stay():
    """One rule often serves many kinds of elements."""
    assert prune("p, .unused, body > p { top: 0 }", WORDS).strip() == "p,body > p{top:0}"


def test_a_script_loses_comments_but_keeps_its_texts_and_licences(tmp_path):
    """What looks like a comment within a text is none."""
    write_script(tmp_path / "x.js", "/*! MIT */\n// Say it.\nsay(`//  a`, '/* b */'); /* end */\n")
    written = (tmp_path / "x.js").read_text(encoding="utf-8")
    assert "MIT" in written
    assert "say(`//  a`,'/* b */');" in written
    assert "Say it" not in written
    assert "end" not in written


def test_every_page_names_the_files_that_are_there_now(tmp_path):
    """A page of an earlier build gets the new hash too; what is no file of ours stays as it is."""
    page = tmp_path / "chapters" / "page.html"
    page.parent.mkdir()
    page.write_text('<link href="../_static/a.css?v=0"> <a href="https://x.example/_static/b?v=0">')
    (tmp_path / "_static").mkdir()
    hashes = set()
    for style in ("p{top:0}", "p{top:1px}"):
        (tmp_path / "_static" / "a.css").write_text(style)
        stamp(tmp_path)
        text = page.read_text(encoding="utf-8")
        assert 'href="https://x.example/_static/b?v=0"' in text
        hashes.add(re.search(r'"../_static/a.css\?v=([0-9a-f]{8})"', text)[1])
    assert len(hashes) == 2
