"""Write pages anew when something has changed that is in no page's source.

Styles, scripts and templates are looked at by their checksums, and so are our extensions; titles
and their order stand in the navigation of every page.
"""

import zlib
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

EXTENSIONS = Path(__file__).parents[1]


def on_config_inited(app: Sphinx, config: Config) -> None:
    """Note the checksums as settings, whose changes Sphinx knows."""
    folders = [*config.html_static_path, *config.templates_path]
    config.checksum_of_looks = checksum(Path(app.confdir, folder) for folder in folders)
    config.checksum_of_extensions = checksum([EXTENSIONS])


def checksum(folders) -> int:
    """Return a checksum of all files in some folders that are no pictures or compiled."""
    paths = (path for folder in folders for path in Path(folder).rglob("*.*"))
    kept = sorted(path for path in paths if path.suffix in {".css", ".js", ".html", ".py"})
    return zlib.crc32(b"".join(path.read_bytes() for path in kept))


def on_env_updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return all pages when a title, or the order of pages, has changed."""
    titles = {name: title.astext() for name, title in env.titles.items()}
    navigation = titles, dict(env.toctree_includes)
    if getattr(env, "navigation", navigation) == navigation:
        env.navigation = navigation
        return []
    env.navigation = navigation
    return sorted(env.found_docs)
