"""Say on top of every lab how to run it: with the exact commands, or in a room on the web."""

from urllib.parse import quote

from docutils import nodes

from extensions import WORKSHOP

HTML = """\
<p class="lab-links">Run it: <a href="{name}.ipynb" download>download the notebook</a>, or
<a href="{room}">open it on mybinder.org</a>, a small shared computer that takes some minutes to
start and needs nothing to be installed.</p>
<details class="run-it"><summary>On your own computer, offline</summary>
<p>You need git, make and Python 3.11 or newer. The first run makes an environment of its own,
which takes some minutes; after that no network is needed.</p>
<div class="highlight"><pre>git clone {repository}.git
cd {folder}
make lab</pre></div>
<p>JupyterLab opens; the lab is <code>{name}.ipynb</code>. Or take it as a plain script:
save <a href="{name}.py" download>{name}.py</a> in the folder <code>notebooks</code> and run it
there:</p>
<div class="highlight"><pre>make environment
cd notebooks
../.venv/bin/python {name}.py</pre></div>
<p>The files alone: <a href="{name}.ipynb" download>{name}.ipynb</a>,
<a href="{name}.py" download>{name}.py</a>. All labs and this site, to use offline:
<a href="../{workshop}.zip" download>{workshop}.zip</a>; unpack it and open START-HERE.html.</p>
</details>
"""
GITHUB = "https://github.com/"


def room_address(repository, name):
    """Return the address that starts a computer with a lab open on it, made from .binder/."""
    if repository.startswith(GITHUB):
        source = f"gh/{repository.removeprefix(GITHUB)}"
    else:
        source = f"git/{quote(repository, safe='')}"
    return f"https://mybinder.org/v2/{source}/main?labpath=notebooks%2F{quote(name)}.ipynb"


def on_doctree_read(app, doctree):
    """Insert both below a lab's title, or below the bar of links that stands there."""
    folder, _, name = app.env.docname.rpartition("/")
    section = doctree.next_node(nodes.section)
    if folder != "notebooks" or section is None:
        return
    repository = app.config.repository
    html = HTML.format(
        name=name,
        repository=repository,
        folder=repository.rpartition("/")[2],
        workshop=WORKSHOP,
        room=room_address(repository, name),
    )
    bar = section.next_node(nodes.paragraph)
    place = section.index(bar) + 2 if bar is not None and "lab-links" in bar["classes"] else 1
    section.insert(place, nodes.raw("", html, format="html"))
