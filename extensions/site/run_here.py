"""Put into the site what runs Python on a page, if tools/browser_python.py could fetch it.

Our own files stand in a folder named by their checksum, and the interpreter in one named by its
version: both may be cached for good. A page names one small file, which says where they are; it
loads nothing of them before a click.
"""

import json
import shutil
import zlib
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from extensions.labs.files import write_if_changed
from extensions.site.workshop_zip import zipped

ENTRY = "_static/here.js"  # not versioned: it names the folder that is
# What Pyodide needs of its package.
INTERPRETER = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip",
               "pyodide-lock.json")  # fmt: skip
# What programs may import of the labs' instruments.
OF_THE_LAB = ("__init__.py", "web.py", "workloads.py")


def fetched(root: Path) -> Path:
    return Path(root, "build", "run-here")


def on_config_inited(app: Sphinx, config: Config) -> None:
    """Note whether there is an interpreter: pages are written anew when that changes."""
    config.run_here = Path(fetched(app.confdir), "made-from").is_file()


def write_files(app: Sphinx) -> None:
    """Write all of it beside the pages, and delete what an earlier build wrote."""
    static, entry = Path(app.outdir, "_static"), Path(app.outdir, ENTRY)
    kept = set()
    if app.config.run_here:
        interpreter = _write_interpreter(Path(app.confdir), static)
        own = _write_own(Path(app.confdir), static, interpreter)
        kept = {interpreter, own}
        write_if_changed(entry, f'export * from "./{own}/page/run-here.js";\n')
    else:
        entry.unlink(missing_ok=True)
    for old in [*static.glob("run-*/"), *static.glob("python-*/")]:
        if old.name not in kept:
            shutil.rmtree(old)


def _write_interpreter(root: Path, static: Path) -> str:
    package = Path(fetched(root), "node_modules", "pyodide")
    version = json.loads(Path(package, "package.json").read_text("utf-8"))["version"]
    for name in INTERPRETER:
        write_if_changed(Path(static, f"python-{version}", name), Path(package, name).read_bytes())
    return f"python-{version}"


def _write_own(root: Path, static: Path, interpreter: str) -> str:
    """Write scripts, programs and Python's part; return their folder's name."""
    files = own_files(root)
    files["page/python.js"] = f'export const PYTHON = "../../{interpreter}/pyodide.mjs";\n'.encode()
    checksum = zlib.crc32(b"".join(name.encode() + files[name] for name in sorted(files)))
    for name, content in files.items():
        write_if_changed(Path(static, f"run-{checksum:08x}", name), content)
    return f"run-{checksum:08x}"


def own_files(root: Path) -> dict[str, bytes]:
    """Return {name: content} of what we wrote, and of the editor."""
    source = Path(root, "run_here")
    paths = [*source.glob("page/*"), *source.glob("worker/*")]
    files = {path.relative_to(source).as_posix(): path.read_bytes() for path in paths}
    for path in Path(root, "chapters", "programs").glob("*.py"):
        files[f"programs/{path.name}"] = path.read_bytes()
    files["recorded.json"] = Path(source, "recorded.json").read_bytes()
    files["page/codemirror.js"] = Path(fetched(root), "site", "codemirror.js").read_bytes()
    player = Path(root, "notebooks", "lab", "page", "static", "timeline-player.js")
    files["timeline-player.js"] = player.read_bytes()
    files["python.zip"] = python_archive(root)
    return files


def python_archive(root: Path) -> bytes:
    """Return what every interpreter gets beside its standard library, as a zip to import from."""
    source, lab = Path(root, "run_here", "python"), Path(root, "notebooks", "lab")
    files = {path.relative_to(source).as_posix(): path for path in source.rglob("*.py")}
    files |= {f"lab/{name}": lab / name for name in OF_THE_LAB}
    return zipped((name, files[name].read_bytes()) for name in sorted(files))


def on_page(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: object) -> None:
    """Tell a page with programs where to load from."""
    if app.config.run_here and '<div class="program ' in context.get("body", ""):
        address = context["pathto"](ENTRY, resource=True)
        context["metatags"] += f'\n<meta name="run-here" content="{address}">'
