"""Sphinx settings for Concurrency, Measured."""

import gc
import sys
from pathlib import Path
from types import SimpleNamespace

# Nearly all that a build makes it needs to its end: to look for garbage as often as usual takes
# a seventh of the time and finds none.
gc.set_threshold(200_000)

# The labs' instruments know the colours of the figures. The end slows no import.
sys.path.append(str(Path(__file__).parent / "notebooks"))

from lab.colours import SERIES  # noqa: E402

# MyST-NB could run the labs itself, with a database of results. Ours are run by `run_labs`, so
# these two need not be imported: 0.3 s of every build.
UNUSED_CLIENTS = {"cache": "NotebookClientCache", "direct": "NotebookClientDirect"}
for module, name in UNUSED_CLIENTS.items():
    sys.modules.setdefault(f"myst_nb.core.execute.{module}", SimpleNamespace(**{name: None}))

project = "Concurrency, Measured"
author = "the Concurrency, Measured authors"
copyright = f"2026, {author}"
language = "en"

# The two addresses that everything else is made from.
repository = "https://github.com/concurrency-measured/concurrency-measured"
html_baseurl = "https://concurrency-measured.github.io/concurrency-measured/"

extensions = [
    "myst_nb",  # Markdown chapters and notebook labs
    "sphinx_design",  # grids, tabs, hidden solutions
    "sphinx.ext.intersphinx",  # links to Python's documentation
    "extensions.labs",  # runs every lab once
    "extensions.names",  # knows Python's names, in prose and in code
    "extensions.book",  # shows in chapters what the labs found
    "extensions.slides",  # a deck from every chapter
    "extensions.site",  # search, lists, copies, bundles, the zip
]

# Sphinx would take all Markdown below this folder for pages.
exclude_patterns = [
    "build",
    ".*",
    "**/.*",
    "README.md",
    "CONTRIBUTING.md",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "extensions",
    "tests",
    "tools",
]

# Pages

myst_enable_extensions = [
    "attrs_block",
    "attrs_inline",
    "colon_fence",
    "deflist",
    "fieldlist",
]
myst_heading_anchors = 3  # [text](page.md#heading) works down to the third level
nb_execution_mode = "off"  # run_labs has executed them, each exactly once
nb_merge_streams = True  # prints of one cell stand in one box

# The vendored inventory keeps the build off the network (`make inventory` renews it).
intersphinx_mapping = {"python": ("https://docs.python.org/3", "_static/python.inv")}

smartquotes = False  # an error text keeps the quotes that people search for
nitpicky = True  # a reference that leads nowhere is an error

# Look

html_theme = "furo"
html_title = project
templates_path = ["_templates"]
# Mends the markup of the theme in one place.
template_bridge = "extensions.site.mend_pages.MendedTemplates"
html_logo = "_static/logo.svg"
html_favicon = "_static/logo.svg"
html_static_path = ["_static"]
html_css_files = ["site.css", "pages.css", "reference.css", "player.css"]
# Before the theme's script: that asks for the layout, which our buttons would change once more.
html_js_files = [("pages.js", {"priority": 150})]
pygments_dark_style = "a11y-high-contrast-dark"  # the theme's own has text of low contrast
html_copy_source = False  # every lab offers its notebook itself
html_show_sourcelink = False

# The series colours of the figures (notebooks/lab/colours.py) are variables, so that each scheme
# may have its own: on paper as they are drawn, in the dark a little lighter.
html_theme_options = {
    "source_repository": repository,
    "source_branch": "main",
    "source_directory": "",
    "top_of_page_buttons": ["edit"],
    "light_css_variables": {
        "color-background-primary": "#fdfcfa",
        "color-background-secondary": "#f5f3ee",
        "color-foreground-primary": "#1c2430",
        "color-foreground-secondary": "#525b66",
        "color-brand-primary": "#1b5e8c",
        "color-brand-content": "#1b5e8c",
        "color-brand-visited": "#6a4c93",
        "color-admonition-title--note": "#1b5e8c",
        "color-admonition-title": "#1b5e8c",
        "color-admonition-title-background": "#e8eff5",
        "color-admonition-title-background--note": "#e8eff5",
        "admonition-font-size": "0.92rem",
        "admonition-title-font-size": "0.92rem",
        "lab-paper": "#fdfcfa",
        **{f"lab-{number}": colour for number, colour in enumerate(SERIES, 1)},
    },
    "dark_css_variables": {
        "color-background-primary": "#12171d",
        "color-background-secondary": "#171d24",
        "color-foreground-primary": "#d6dbe1",
        "color-foreground-secondary": "#a0a9b4",
        "color-brand-primary": "#7fbfe8",
        "color-brand-content": "#7fbfe8",
        "color-brand-visited": "#c0a5e3",
        "color-admonition-title--note": "#7fbfe8",
        "color-admonition-title": "#7fbfe8",
        "color-admonition-title-background": "#1b2a36",
        "color-admonition-title-background--note": "#1b2a36",
        "lab-paper": "#12171d",
        "lab-1": "#e0873a",
        "lab-2": "#4b9fd6",
        "lab-3": "#9a90e6",
        "lab-4": "#44a97c",
        "lab-5": "#e07490",
        "lab-6": "#a8963c",
    },
}
