"""Mend the markup of every page, in one place, just before it is written.

The theme and the libraries write some markup that a validator or a screen reader objects to,
in places where they have no template block. Each mend is a pattern, what replaces it, and why.
A mend whose pattern is gone from the theme does nothing. conf.py names the class below as its
`template_bridge`, which is Sphinx's own way to take over the rendering.
"""

import re

from sphinx.jinja2glue import BuiltinTemplateLoader

MENDS = [
    (
        r' role="heading"(?=><span class="caption-text">)',
        "",
        "a caption in the navigation is no heading, and a heading must have a level",
    ),
    (
        r'<meta name="viewport" content="width=device-width, initial-scale=1" />\n?',
        "",
        "the theme has stated the viewport already",
    ),
    (
        r'<aside class="sidebar-drawer">',
        '<aside class="sidebar-drawer" aria-label="Site">',
        "two landmarks of one kind need names that tell them apart",
    ),
    (
        r'<aside class="toc-drawer( no-toc)?">',
        r'<aside class="toc-drawer\1" aria-label="On this page">',
        "the other one of the two",
    ),
    (
        r'<svg(?=><use |\s+xmlns="[^"]*"\s+viewBox="0 0 24 24">| class="(?:theme|furo)-)',
        '<svg aria-hidden="true"',
        "an icon that stands beside a label has nothing to add to it",
    ),
    (
        r'<article role="main" id="furo-main-content">',
        '<article role="main" id="furo-main-content" tabindex="-1">',
        "after the link that skips the navigation the keyboard goes on from here",
    ),
    (
        r'<img class="sidebar-logo" src="([^"]*)" alt="Logo"/>',
        r'<img class="sidebar-logo" src="\1" alt="" width="48" height="48"/>',
        "the name stands beside it; and with a known size nothing moves when it arrives",
    ),
    (
        r'<link rel="shortcut icon" href="([^"]*)">',
        r'<link rel="icon" type="image/svg+xml" href="\1">',
        "the name and the type that the standard knows",
    ),
    (
        r'(<input type="checkbox" class="sidebar-toggle" name="__nav.*?>)\n'
        r'(<input type="checkbox" class="sidebar-toggle" name="__toc".*?>)\n',
        r'<nav class="panel-switches" aria-label="Panels">\n\1\n\2\n</nav>\n',
        "all that the keyboard reaches belongs to a landmark (see pages.css for their effect)",
    ),
    (
        r'(<a href="#" class="back-to-top.*?</a>)\s*<div class="content-icon-container">',
        r'<div class="content-icon-container" role="navigation" aria-label="This page">\n\1',
        "these too",
    ),
    (
        r'(document\.body\.dataset\.theme = localStorage\.getItem\("theme"\) \|\| "auto";)'
        r"(?!\s*document)",
        r'\1\n      document.documentElement.classList.remove("no-js");',
        "the theme removes it when all is drawn, and all styles are worked out a second time",
    ),
]
_PATTERNS = [(re.compile(pattern, re.DOTALL), replacement) for pattern, replacement, _ in MENDS]


def mend(html):
    """Return the page with all mends made; making them twice changes nothing."""
    for pattern, replacement in _PATTERNS:
        html = pattern.sub(replacement, html)
    return html


class MendedTemplates(BuiltinTemplateLoader):
    """Render as Sphinx does, then mend what is a page."""

    def render(self, template, context):
        text = super().render(template, context)
        return mend(text) if text.lstrip().startswith("<!doctype html>") else text
