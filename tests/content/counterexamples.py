"""Read the counterexamples of a lab, and make the notebook that tries each in its place.

`notebooks/counterexamples/NAME.md` holds for each claim of the lab at least one small change under
which the claim does not hold:

    ## five-together                       (must come out as failed)
    ## sooner: not shown, the machine is busy    (must come out as not shown, for that reason)

Below the heading stands a sentence that says what was changed, then

- a ```` ```diff ````: lines of the lab's cells, taken out (`-`) and put in (`+`). The cells that it
  changes run again, and the claim's section from the first of them on; or
- a ```` ```python ````: what runs before the claim's cell is run again, such as a change of the
  records. Beside a diff, it runs first.
"""

import re
from pathlib import Path
from typing import NamedTuple

import nbformat

from extensions.labs.results import results_of
from extensions.names.cells import claims_in

ENTRY = re.compile(r"^## ([\w-]+)(?:: (not shown)(?:, ([^\n]+))?)?\n(.*?)(?=^## |\Z)", re.M | re.S)
BLOCK = re.compile(r"^```(diff|python)\n(.*?)^```$", re.M | re.S)
KEEP = "_kept = dict(globals())"
PUT_BACK = """
for _name in [name for name in globals() if name not in _kept and not name.startswith("_")]:
    del globals()[_name]
globals().update({name: value for name, value in _kept.items() if not name.startswith("_")})
"""


class Counterexample(NamedTuple):
    """A change under which a claim must come out with this status."""

    claim: str
    status: str  # "failed" or "not shown"
    because: str  # a part of the reason why it is not shown
    before: str  # Python that runs first
    diff: str


def read_counterexamples(path: Path) -> list[Counterexample]:
    """Return the counterexamples of a file; [] when there is no such file."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    found = []
    for claim, status, because, body in ENTRY.findall(text):
        blocks = dict(BLOCK.findall(body))
        assert blocks, f"{path.name}: '{claim}' has neither a ```diff nor a ```python block"
        code = blocks.get("python", ""), blocks.get("diff", "")
        found.append(Counterexample(claim, status or "failed", because, *code))
    assert len(found) == text.count("\n## "), f"{path.name}: a heading has another form"
    return found


def hunks_of(diff: str) -> list[tuple[str, str]]:
    """Return (old text, new text) of each run of lines of a diff; an empty line parts two runs."""
    hunks = []
    for run in re.split(r"\n\s*\n", diff.strip("\n")):
        lines = run.splitlines()
        old = "\n".join(line[1:] for line in lines if line[0] in " -")
        new = "\n".join(line[1:] for line in lines if line[0] in " +")
        hunks.append((old, new))
    return hunks


def section_start(cells: list, number: int) -> int:
    """Return the number of the first cell of the section that cell `number` stands in."""
    for start in range(number, -1, -1):
        if cells[start].cell_type == "markdown" and re.search("^## ", cells[start].source, re.M):
            return start
    return 0


def changed_cells(cells: list, number: int, diff: str) -> dict[int, str]:
    """Return {number of a cell: its new source}: what runs again, up to the claim's cell `number`.

    Of two places that match, the later one before the claim is meant.
    """
    sources = {
        n: cell.source for n, cell in enumerate(cells[: number + 1]) if cell.cell_type == "code"
    }
    changed = {}
    for old, new in hunks_of(diff) if diff else ():
        places = [n for n, source in sources.items() if old in changed.get(n, source)]
        assert places, f"no cell before the claim has these lines:\n{old}"
        source = changed.get(places[-1], sources[places[-1]])
        changed[places[-1]] = source.replace(old, new)
    start = section_start(cells, number)
    first = min((n for n in changed if n >= start), default=start if changed else number)
    again = {n: source for n, source in sources.items() if n >= first and is_run_again(cells[n])}
    return dict(sorted({**again, **changed}.items()))


def is_run_again(cell) -> bool:
    """Tell whether a cell belongs to what a claim is about, and not to an exercise."""
    return not {"exercise", "check"} & set(cell.metadata.get("tags", ()))


def trial_notebook(lab: Path, examples: list[Counterexample]):
    """Return a notebook with every cell of the lab twice, and each counterexample in its place.

    The cells of counterexample number N have `trial: N` in their metadata, the second run of a
    cell has `trial: "again"`. A program of its own (`%%sandbox`) meets nothing that its first run
    has left, so it runs once.
    """
    original = nbformat.read(lab, as_version=4)
    cells = []
    for number, cell in enumerate(original.cells):
        if cell.cell_type != "code":
            continue
        cells.append(cell)
        if not cell.source.startswith("%%sandbox"):
            cells.append(code_cell(cell.source, "again"))
        claims = set(claims_in(cell.source))
        for index, example in enumerate(examples):
            if example.claim in claims:
                cells += trial_cells(original.cells, number, example, index)
    original.cells = cells
    return original


def trial_cells(cells: list, number: int, example: Counterexample, index: int) -> list:
    """Return the cells that try one counterexample, and then put all names back."""
    sources = [KEEP, example.before, *changed_cells(cells, number, example.diff).values(), PUT_BACK]
    return [code_cell(source, index) for source in sources if source]


def code_cell(source: str, trial: object):
    """Return a cell that may raise."""
    return nbformat.v4.new_code_cell(
        source, metadata={"trial": trial, "tags": ["raises-exception"]}
    )


def claims_of(cells: list) -> dict[str, dict]:
    """Return {name: verdict} of the claims that executed cells have made."""
    return results_of(cells).claims


def cells_of(notebook, trial: object) -> list:
    """Return the cells of a trial; None stands for the lab as it is."""
    return [cell for cell in notebook.cells if cell.metadata.get("trial") == trial]


def error_of(cells: list) -> str:
    """Return the first error of executed cells, in one line, or ""."""
    errors = (o for cell in cells for o in cell.get("outputs", ()) if o.output_type == "error")
    return next((f"{error.ename}: {error.evalue}" for error in errors), "")
