"""The rows about building: from nothing, and again after a change."""

import json
import statistics
import sys

from . import projects
from .bare import measures
from .commands import cpu_seconds, run, seconds
from .pairs import Row, interleave, ratio_row

TOGETHER_AT_LEAST = 6  # pages, from which on Sphinx reads in parallel
EDITED_LAB = "03-map"  # measures, so it runs alone; some seconds long
EDITED_CHAPTER = "chapters/03-map.md"


def bare(folder, *names):
    """Return the command that runs labs of a copy with nbclient alone; without names all."""
    notebooks = folder / "notebooks"
    paths = [notebooks / f"{n}.ipynb" for n in names] or sorted(notebooks.glob("*.ipynb"))
    return [sys.executable, "-m", "bench.bare", *paths]


def run_bare(folder, *names):
    """Return how long the labs take with nbclient alone, in seconds."""
    return seconds(bare(folder, *names), cwd=projects.ROOT / "tools")


def side_by_side():
    """Return the names of the labs that may run beside others."""
    paths = sorted((projects.ROOT / "notebooks").glob("*.ipynb"))
    return [path.stem for path in paths if not measures(path)]


def cold(folder, **options):
    """Return a function that builds a copy from nothing and returns the seconds it took."""

    def build():
        projects.forget(folder)
        return seconds(projects.sphinx(folder, **options))

    return build


def cold_against_bare(pairs, quick):
    """Compare a build from nothing with running the same labs without any site."""
    labs = [*side_by_side(), EDITED_LAB]
    folder = projects.only_labs("cold", labs) if quick else projects.whole("cold")
    ours, theirs = interleave(cold(folder), lambda: run_bare(folder), pairs)
    note = f"labs {', '.join(labs)} alone; the share of their pages is larger" if quick else ""
    return ratio_row("cold build against bare nbclient", 1.15, ours, theirs, note)


def cold_against_stock(pairs):
    """Compare a build from nothing with MyST-NB's own execution, on the same labs."""
    labs = side_by_side()
    copies = -(-TOGETHER_AT_LEAST // len(labs))
    folder = projects.only_labs("together", labs, copies)
    stock = projects.make_stock(projects.only_labs("stock", labs, copies), mode="force", labs=False)
    ours, theirs = interleave(cold(folder), cold(stock, jobs=2), pairs)
    note = f"labs {', '.join(labs)}, {copies} copies of each: from 6 pages on Sphinx is parallel"
    return ratio_row("cold build against stock MyST-NB -j 2", 0.75, ours, theirs, note)


def edit_lab(path, number):
    """Change a code cell so that the lab has to run again."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    cell["source"] = [*cell["source"], f"\n# edit {number}"]
    path.write_text(json.dumps(notebook), encoding="utf-8")


def least_rebuild_s():
    """Return the CPU time of a rebuild that has next to nothing to look at, in seconds."""
    command = projects.sphinx(projects.one_page("one"))
    run(command)
    return cpu_seconds(command)


def rebuilds(pairs):
    """Measure building the whole site again: unchanged, a chapter edited, a lab edited."""
    folder = projects.whole("again")
    command = projects.sphinx(folder)
    run(command)
    chapter, lab = folder / EDITED_CHAPTER, folder / "notebooks" / f"{EDITED_LAB}.ipynb"

    def edited():
        chapter.write_text(chapter.read_text(encoding="utf-8") + "\nOnce more.\n", "utf-8")
        return cpu_seconds(command)

    def lab_edited():
        edit_lab(lab, len(lab.read_bytes()))
        return seconds(command)

    once_more, changed = interleave(lambda: cpu_seconds(command), edited, pairs)
    after_lab, alone = interleave(lab_edited, lambda: run_bare(folder, EDITED_LAB), pairs)
    unchanged = statistics.median(once_more)
    floor = f"stock MyST-NB and one page: {least_rebuild_s():.2f} s CPU"
    return [
        Row("rebuild, nothing changed", 2.5, unchanged, "s CPU", note=floor,
            values={"all": once_more}),
        ratio_row("rebuild, one chapter edited, against that", 1.10, changed, once_more,
                  "renews its twin, slides, search entries, the key points and the zip, too"),
        ratio_row("rebuild, one lab cell edited, against that lab bare", 1.20, after_lab, alone,
                  f"lab {EDITED_LAB}; reads and writes its page, and all that show its results"),
    ]  # fmt: skip
