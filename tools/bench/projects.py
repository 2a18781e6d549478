"""Lay out copies of the project to build, so that no measurement touches the real one."""

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "bench"
PARTS = ("chapters", "notebooks", "extensions", "_static", "_templates")
FILES = ("conf.py", "index.rst", "requirements.txt")
INDEX = "# Labs\n\n```{{toctree}}\n{names}\n```\n"
# The same pages by stock tools: only what makes our own markup readable is left.
STOCK = """
exec(open({conf!r}, encoding="utf-8").read())
for module in UNUSED_CLIENTS:
    del sys.modules[f"myst_nb.core.execute.{{module}}"]
extensions = {extensions}
html_theme = {theme!r}
html_theme_options, html_css_files, html_js_files, templates_path = {{}}, [], [], []
html_static_path = ["_static"]
template_bridge = None
nb_execution_mode = {mode!r}
"""
READABLE = ["myst_nb", "sphinx_design", "sphinx.ext.intersphinx"]
OUR_MARKUP = ["run_labs", "show_labs", "show_table", "api_reference", "pair_pages", "load_players"]


def whole(name):
    """Copy the project, with the labs as they were executed last; return the copy's folder."""
    folder = empty(name)
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part)
    for file in FILES:
        shutil.copy(ROOT / file, folder)
    shutil.copytree(ROOT / "build" / "labs", folder / "build" / "labs")
    return folder


def only_labs(name, labs, copies=1):
    """Copy the project with some labs alone and nothing executed; return the copy's folder.

    Of each lab there may be several copies: Sphinx reads in parallel from six pages on. The first
    keeps its name, by which labs find the notebooks that they read.
    """
    folder = whole(name)
    shutil.rmtree(folder / "build")
    shutil.rmtree(folder / "chapters")
    names = [f"{lab}-{number}" if number else lab for number in range(copies) for lab in labs]
    notebooks = folder / "notebooks"
    for path in set(notebooks.glob("*.ipynb")) - {notebooks / f"{lab}.ipynb" for lab in labs}:
        path.unlink()
    for lab in labs:
        for number in range(1, copies):
            shutil.copy(notebooks / f"{lab}.ipynb", notebooks / f"{lab}-{number}.ipynb")
    (folder / "index.rst").unlink()
    listed = "\n".join(f"notebooks/{each}" for each in names)
    (folder / "index.md").write_text(INDEX.format(names=listed), encoding="utf-8")
    return folder


def one_page(name):
    """Make a project of one page, with MyST-NB and the stock theme; return its folder."""
    folder = empty(name)
    (folder / "conf.py").write_text('extensions = ["myst_nb"]\n', encoding="utf-8")
    (folder / "index.md").write_text("# Page\n", encoding="utf-8")
    return folder


def make_stock(folder, theme="furo", mode="off", labs=True):
    """Have a copy built by stock tools: another theme, or MyST-NB's own execution."""
    settings = folder / "ours.py"
    (folder / "conf.py").rename(settings)
    text = STOCK.format(
        conf=str(settings), extensions=READABLE + (OUR_MARKUP if labs else []), theme=theme,
        mode=mode,
    )  # fmt: skip
    (folder / "conf.py").write_text(text, encoding="utf-8")
    return folder


def empty(name):
    """Return a new folder below build/bench."""
    folder = FOLDER / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def forget(folder):
    """Delete all that was built in a copy."""
    shutil.rmtree(folder / "build", ignore_errors=True)


def sphinx(folder, python=sys.executable, jobs=4):
    """Return the command that builds a copy; as it stands, with as many jobs as `make html`."""
    paths = ["-d", folder / "build" / "doctrees", folder, folder / "build" / "html"]
    return [python, "-m", "sphinx", "-q", "-Q", "-j", str(jobs), "-b", "html", *paths]
