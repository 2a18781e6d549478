"""Sphinx settings for Concurrency, Measured."""

import gc
import sys
from pathlib import Path
from types import SimpleNamespace

# Nearly all that a build makes it needs to its end: to look for garbage as often as usual takes
# a seventh of the time and finds none.
gc.set_threshold(200_000)

# Our own extensions stand beside the pages, not in a package that would have to be installed.
sys.path.insert(0, str(Path(__file__).parent / "extensions"))
# So do the labs' instruments, which know the colours of the figures. The end slows no import.
sys.path.append(str(Path(__file__).parent / "notebooks"))

import quick_imports  # noqa: E402, F401  the path is known only now

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
    "few_pages",  # gives a few pages no more processes than pay
    "gone_pages",  # deletes what was written for pages that are gone
    "run_labs",  # executes every lab once
    "show_labs",  # shows a lab's values, figures and claims in a chapter
    "show_table",  # shows a lab's rows as a table
    "cell_links",  # leads to the very cell of a lab that makes a claim
    "api_reference",  # shows every name of concurrent.futures, and the cells that run it
    "sandbox_cells",  # cells that are programs of their own
    "key_points",  # gathers what all chapters say in their "Key points"
    "review_checklist",  # gathers the rules and the symptoms on one sheet
    "link_code",  # names in code and prose lead to Python's documentation
    "pair_pages",  # links a chapter with its lab, says where its numbers come from
    "load_players",  # the scripts of the interactive figures, where there are some
    "page_records",  # keeps what the next ones need to know of every page
    "markdown_twins",  # page.md beside page.html
    "site_lists",  # sitemap, robots.txt, llms.txt
    "own_search",  # the search index, in place of Sphinx's
    "place_pages",  # breadcrumbs and the page's address
    "last_changed",  # when the page's source was last changed
    "draw_cards",  # the picture for a page whose address is shared
    "lab_scripts",  # every lab as a plain script
    "run_it_yourself",  # the commands, on top of every lab
    "make_slides",  # a deck from every chapter that has a lab
    "index_names",  # Python's names, and the pages that speak of them
    "page_not_found",  # 404.html
    "workshop_zip",  # all of it in one file, for a course
    "bundle_assets",  # one style sheet and one script, without what no page uses
    "stamp_assets",  # what a page loads is named by a hash of it
]

# Sphinx would take all Markdown below this folder for pages.
exclude_patterns = [
    "build",
    ".*",
    "**/.*",
    "README.md",
    "CONTRIBUTING.md",
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
template_bridge = "mend_pages.MendedTemplates"  # mends the theme's markup in one place
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
