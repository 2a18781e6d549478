"""Sphinx settings for Concurrency, Measured."""

import gc
import sys
from pathlib import Path

# Nearly all that a build makes it needs to its end: to look for garbage as often as usual takes
# a seventh of the time and finds none.
gc.set_threshold(200_000)

# The labs' instruments know the colours of the figures. The end slows no import.
sys.path.append(str(Path(__file__).parent / "notebooks"))

from extensions.site.theme_colours import HEADINGS, theme_variables  # noqa: E402
from lab.colours import DARK, LIGHT, ROLES, SERIES, SERIES_IN_THE_DARK  # noqa: E402

project = "Concurrency, Measured"
author = "the Concurrency, Measured authors"
copyright = f"2026, {author}"
language = "en"

# The two addresses that everything else is made from.
repository = "https://github.com/concurrency-measured/concurrency-measured"
html_baseurl = "https://concurrency-measured.github.io/concurrency-measured/"

extensions = [
    "myst_nb",  # Markdown chapters and notebook labs
    "sphinx.ext.intersphinx",  # links to Python's documentation
    "extensions.labs",  # runs every lab once
    "extensions.names",  # knows Python's names, in prose and in code
    "extensions.book",  # shows in chapters what the labs found
    "extensions.slides",  # a deck from every chapter
    "extensions.site",  # search, lists, copies, bundles, the zip
]

# Sphinx would take all Markdown below this folder for pages.
exclude_patterns = ["build", ".*", "**/.*", "[A-Z]*.md", "extensions", "tests", "tools"]
# For the tests: answers to the exercises, and what would refute the claims.
exclude_patterns += ["notebooks/answers", "notebooks/counterexamples"]

# Pages

myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3  # [text](page.md#heading) works down to the third level
nb_execution_mode = "off"  # extensions.labs has executed them, each exactly once
nb_merge_streams = True  # prints of one cell stand in one box

# The vendored inventory keeps the build off the network (`make inventory` renews it).
intersphinx_mapping = {"python": ("https://docs.python.org/3", "extensions/names/python.inv")}

smartquotes = False  # an error text keeps the quotes that people search for
nitpicky = True  # a reference that leads nowhere is an error

# Look

kinds_of_worker = list(ROLES)  # whose colours the bars of guesses have, and the rungs of costs
html_theme = "furo"
html_title = project
templates_path = ["_templates"]
# Mends the markup of the theme in one place.
template_bridge = "extensions.site.mend_pages.MendedTemplates"
html_logo = "_static/logo.svg"
html_favicon = "_static/logo.svg"
html_static_path = ["_static", "notebooks/lab/page/static"]
html_context = {"share_url": f"{html_baseurl}_static/share.png"}  # site/share_picture.py draws it
pygments_dark_style = "github-dark"  # the theme's own has text of low contrast
html_copy_source = False  # every lab offers its notebook itself
html_show_sourcelink = False
linkcheck_timeout = 20  # seconds
linkcheck_ignore = [html_baseurl, r"https://mybinder\.org/", r"http://127\."]  # not pages to read
linkcheck_anchors = False  # many sites make theirs by scripts

html_theme_options = {
    "source_repository": repository,
    "source_branch": "main",
    "source_directory": "",
    "top_of_page_buttons": ["edit"],
    "light_css_variables": theme_variables(LIGHT, SERIES)
    | {"font-stack--headings": HEADINGS}
    | {"admonition-font-size": "0.92rem", "admonition-title-font-size": "0.92rem"},
    "dark_css_variables": theme_variables(DARK, SERIES_IN_THE_DARK),
}
