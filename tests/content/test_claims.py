"""Every claim of a lab has a counterexample, and every cell can be run a second time.

Each lab runs once more, in a kernel of its own: each cell twice, and behind a claim's cell all that
must refute it (see `counterexamples.py` for their form). What two free cores are needed for is
tried on a quiet machine. Other labs that measure are tried beside other tests, and once more on a
quiet machine if that went wrong.
"""

import re

import pytest
from conftest import needs_quiet
from counterexamples import cells_of, claims_of, error_of, read_counterexamples, trial_notebook

from extensions.labs import kernel
from extensions.labs.run import runs_alone

BUSY = re.compile("busy|other programs")
HOW = """claims without a counterexample: {claims}.
Write each into notebooks/counterexamples/{lab}.md:

## {first}

What is changed, in a sentence.

```diff
-the line of the lab's cells that makes it true
+a line that makes it false
```
"""


def test_counterexamples_refute_all_claims_and_every_cell_runs_twice(lab_path, wait_for_quiet):
    """One test, for it takes one run of the lab; a lab that measures may need a quiet machine."""
    quiet = needs_quiet(lab_path)
    if quiet:
        wait_for_quiet()
    problems, undecided = problems_of(lab_path)
    if (problems or undecided) and runs_alone(lab_path) and not quiet:
        wait_for_quiet()
        problems, undecided = problems_of(lab_path)
    assert not problems, "\n".join(problems)
    if undecided:
        pytest.skip(f"the machine was too busy to refute {', '.join(undecided)}")


def problems_of(lab_path):
    """Try a lab; return its problems, and the claims that the machine was too busy to refute."""
    examples = read_counterexamples(lab_path.parent / "counterexamples" / f"{lab_path.stem}.md")
    trials = trial_notebook(lab_path, examples)
    notebook, failure = kernel.execute_notebook(trials, lab_path.parent)
    if failure:
        return [failure["traceback"][-2000:]], []
    usual = claims_of(cells_of(notebook, None))
    tried = [(example, cells_of(notebook, number)) for number, example in enumerate(examples)]
    problems = [
        *(f"{name} FAILED as it is" for name in usual if usual[name]["status"] == "failed"),
        *not_the_same_again(usual, notebook),
        *(told for example, cells in tried if (told := why_not_refuted(example, usual, cells))),
    ]
    if lacking := [claim for claim in usual if claim not in {each.claim for each in examples}]:
        problems.append(HOW.format(claims=lacking, first=lacking[0], lab=lab_path.stem))
    return problems, [example.claim for example, cells in tried if is_undecided(example, cells)]


def is_undecided(example, cells):
    """Tell whether a trial came to no verdict because other programs were at work."""
    because = claims_of(cells).get(example.claim, {}).get("because") or ""
    wanted = example.status == "not shown" and example.because in because
    return bool(BUSY.search(because)) and not wanted


def not_the_same_again(usual, notebook):
    """Yield what went wrong when each cell ran a second time."""
    again = cells_of(notebook, "again")
    for cell in again:
        if error := error_of([cell]):
            yield f"run twice, a cell ends with {error}:\n{cell.source}"
    second = claims_of(again)
    for name, verdict in usual.items():
        if second[name]["status"] == "failed" != verdict["status"]:
            yield f"{name}: when its cell is run again, it fails: {second[name]['evidence']}"


def why_not_refuted(example, usual, cells):
    """Return what is wrong with a counterexample, or None, also where it cannot be tried here."""
    name, wanted = example.claim, example.status
    if name not in usual:
        return f"{name}: the lab makes no such claim"
    if usual[name]["status"] == "not shown" and wanted == "failed":
        return None  # what this machine or Python cannot show, it cannot refute
    if is_undecided(example, cells):
        return None  # the test is skipped, and says so
    verdict = claims_of(cells).get(name)
    if verdict is None or error_of(cells):
        return f"{name}: the trial ended with {error_of(cells)}"
    if verdict["status"] != wanted or example.because not in (verdict["because"] or ""):
        return (
            f"{name}: came out as {verdict['status']} ({verdict['because'] or verdict['evidence']})"
        )
    if wanted == "failed" and verdict["evidence"] == usual[name]["evidence"]:
        return f"{name}: its evidence does not change with the run: {verdict['evidence']}"
    return None
