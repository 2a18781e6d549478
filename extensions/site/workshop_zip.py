"""Pack what a course needs into one zip, and offer it on the site: labs, instruments, this site.

The same content gives the same bytes: files are sorted and all have the same date. A zip that
would not differ is left as it is.
"""

import io
import re
from collections.abc import Iterable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sphinx.application import Sphinx
from sphinx.util import logging

from extensions import WORKSHOP as NAME
from extensions.labs.files import write_if_changed

logger = logging.getLogger(__name__)

ALWAYS = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip can hold
READABLE_BY_ALL = 0o100644 << 16  # a plain file; where zip keeps the mode of Unix
MADE_ON_UNIX = 3  # else the mode would not count, and each system would write another number
QUICKLY = 4  # a level of compression: half the time of the usual 6, a twentieth more bytes
# For the labs and their environment: patterns of files below the repository's folder.
FROM_REPOSITORY = (
    "LICENSE",
    "requirements.txt",
    "notebooks/*.ipynb",
    "notebooks/lab/**/*.py",
    "notebooks/lab/recorded/*.txt",
    "notebooks/lab/page/static/*",
    "notebooks/lab/room/static/*",
    "notebooks/results/**/*.json",
    "tools/environment.py",
    "tools/install.py",
    "tools/install_causes.py",
    "tools/interpreter.py",
    "tools/stick.py",
)
LAB_FILE = re.compile(r"notebooks/[\w-]+\.(?:ipynb|py)")
# For links elsewhere; a note for Sphinx; and what runs Python on a page, which needs a server.
UNUSED_OFFLINE = (
    "_static/share.png",
    ".buildinfo",
    "_static/here.js",
    "_static/run-",
    "_static/python-",
)


def files_to_pack(root: Path, site: Path) -> dict[str, Path]:
    """Return {name in the zip: path} of all files that belong into it, in the order of names.

    A lab's notebook and script stand beside `lab/`, where they can be run, and only there.
    """
    files = {path.name: path for path in Path(root, "chapters", "workshop").glob("*.html")}
    for pattern in FROM_REPOSITORY:
        files |= {path.relative_to(root).as_posix(): path for path in Path(root).glob(pattern)}
    for path in filter(Path.is_file, Path(site).rglob("*")):
        name = path.relative_to(site).as_posix()
        if LAB_FILE.fullmatch(name):
            files[name] = path
        elif not name.startswith((*UNUSED_OFFLINE, NAME)) and not name.endswith(".map"):
            files[f"site/{name}"] = path
    return {f"{NAME}/{name}": files[name] for name in sorted(files)}


def offline(name: str, content: bytes) -> bytes:
    """Return a file as it has to be in the zip: links lead to the notebooks that are in it."""
    if not name.endswith(".html") or "/site/" not in name:
        return content
    up = "../" * name.partition("/site/")[2].count("/")
    text = content.decode("utf-8")
    text = re.sub(
        r'href="([\w-]+\.(?:ipynb|py))"( download)?', rf'href="{up}../notebooks/\1"', text
    )
    text = text.replace(f'href="{up}{NAME}.zip"', f'href="{up}../START-HERE.html"')
    return re.sub(r'\n<meta name="run-here"[^>]*>', "", text).encode("utf-8")


def pack(root: Path, site: Path, zip_path: Path) -> None:
    """Write the zip for the repository `root` and its built `site`, if it would be another one."""
    paths = files_to_pack(root, site)
    files = ((name, offline(name, path.read_bytes())) for name, path in paths.items())
    write_if_changed(Path(zip_path), zipped(files))


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a zip of (name, content) pairs: the same bytes for the same pairs, on any system."""
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, content in files:
            info = ZipInfo(name, ALWAYS)
            info.create_system, info.external_attr = MADE_ON_UNIX, READABLE_BY_ALL
            archive.writestr(info, content, ZIP_DEFLATED, QUICKLY)
    return packed.getvalue()


def write_zip(app: Sphinx) -> None:
    """Put the zip beside the front page."""
    try:
        pack(app.srcdir, app.outdir, Path(app.outdir, f"{NAME}.zip"))
    except (OSError, ValueError) as problem:
        logger.warning(f"the workshop's zip could not be packed: {problem}")
