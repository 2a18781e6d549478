"""Remember which pages a build warned of, so that the next build reads and warns of them again.

Else a second, unchanged build would say that all is well.
"""

import json
import logging
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from extensions.labs.files import write_if_changed

ALL = "*"  # the warning did not say where


class Places(logging.Handler):
    """Collect where warnings are, as Sphinx's loggers say it."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if getattr(record, "subtype", None) == "failed":
            return  # a lab: these are looked at in every build
        place = getattr(record, "location", None)
        if isinstance(place, tuple):
            place = place[0]
        elif isinstance(place, nodes.Node):
            place = place.source
        self.found.append(str(place) if place else ALL)


def note_path(app: Sphinx) -> Path:
    return Path(app.doctreedir, "warned.json")


def on_builder_inited(app: Sphinx) -> None:
    app.places_of_warnings = Places()
    logging.getLogger("sphinx").addHandler(app.places_of_warnings)


def on_env_get_outdated(app: Sphinx, env: BuildEnvironment, *changes: set[str]) -> list[str]:
    """Return the pages that the last build warned of."""
    path = note_path(app)
    places = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    if ALL in places:
        return sorted(env.found_docs)
    known = {str(env.doc2path(name)): name for name in env.found_docs}
    paths = (place.rpartition(":")[0] if place not in known else place for place in places)
    return [name for path in paths for name in [known.get(path, path)] if name in env.found_docs]


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    logging.getLogger("sphinx").removeHandler(app.places_of_warnings)
    places = sorted(set(app.places_of_warnings.found))
    write_if_changed(note_path(app), json.dumps(places))
