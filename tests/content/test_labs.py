"""Test every lab on the one execution that the build made of it."""

import pytest

from extensions.labs.results import read_results
from extensions.labs.run import report


@pytest.fixture
def results(built_site, lab_path):
    executed = built_site.parent / "labs" / lab_path.name
    assert executed.exists(), f"{lab_path.stem} has not been executed: run `make html`"
    return read_results(executed)


def test_lab_ran_to_its_end_and_its_claims_hold(results, lab_path):
    """The lab runs from a fresh kernel without an error and no claim it makes has failed.

    A claim that this machine cannot show skips the test, with the reasons, once all else holds.
    """
    if results.error:
        pytest.fail(report(lab_path.stem, results.error), pytrace=False)
    told = {status: [] for status in ("shown", "not shown", "failed")}
    for name, claim in results.claims.items():
        told[claim["status"]].append(_sentence(name, claim))
    if told["failed"]:
        pytest.fail(f"lab {lab_path.stem}:\n" + "\n".join(told["failed"]), pytrace=False)
    if told["not shown"]:
        pytest.skip("; ".join(told["not shown"]))


def test_lab_says_where_and_when_it_was_measured(results, lab_path):
    if results.error:
        pytest.skip("the lab did not run to its end; the test above says why")
    assert results.provenance, f"{lab_path.stem} has to glue('provenance', ...) in its first cell"
    assert "Python" in results.provenance


def _sentence(name, claim):
    because = f", because {claim['because']}" if claim["because"] else ""
    return f"{name}: “{claim['sentence']}” {claim['status']}{because} ({claim['evidence']})"


def test_every_figure_says_above_it_what_it_shows(results, lab_path):
    """Where that depends on the machine, the lab chooses the words by what it has measured."""
    lacking = [name for name, figure in results.figures.items() if len(figure.title.split()) < 2]
    assert not lacking, f"{lab_path.stem}: svg.show and player.show take a title"
