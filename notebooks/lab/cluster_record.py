"""Run lab 13 where Dask is installed, and keep what it does for those who have no Dask.

    python -m lab.cluster_record

writes results/13-clusters.json. Run it in the folder notebooks/, on a machine that is not busy.
"""

import json
from collections.abc import Iterator

from lab.cluster import FOLDER

LAB = FOLDER / "13-clusters.ipynb"


def cells() -> Iterator[str]:
    """Yield the code of the lab, without exercises and what IPython alone can run."""
    for cell in json.loads(LAB.read_text(encoding="utf-8"))["cells"]:
        source, tags = "".join(cell["source"]), set(cell["metadata"].get("tags", ()))
        skipped = tags & {"exercise", "check", "apparatus"} or source.startswith("%")
        if cell["cell_type"] == "code" and not skipped:
            yield source


def main() -> None:
    names: dict = {"__name__": "lab_13"}
    for source in cells():
        exec(source, names)
    names["on_dask"].save()


if __name__ == "__main__":
    main()
