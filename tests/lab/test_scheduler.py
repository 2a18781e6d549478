"""What the reader steps through on the page is what has run: its lines, its tree, its table."""

import functools
import json
import re

import pytest
from adding import add, add_locked, is_two

from lab import scheduler, svg
from lab.interleave import Lock, State, every_order
from lab.page import orders, wake


@pytest.fixture(scope="module")
def bare():
    return every_order([add, add], lambda: State(total=0), is_two)


@pytest.fixture(scope="module")
def locked():
    return every_order([add_locked] * 2, lambda: State(total=0, lock=Lock()), is_two)


def trees_in(html):
    return json.loads(re.search(r'<script type="application/json">(.*?)</script>', html)[1])


def paths_from(tree, number, path=""):
    """Yield each whole path of a tree, and what is shared and wrong at its end."""
    _, _, values, verdict, kids = tree["nodes"][number]
    if not kids:
        yield path, values, verdict
    for name, _, following in kids:
        yield from paths_from(tree, following, path + name)


def test_the_tree_holds_every_order_that_has_run_and_no_other(bare, locked):
    for program in (bare, locked):
        [tree] = trees_in(orders.as_html({"one": program}))
        found = {path: verdict for path, _, verdict in paths_from(tree, tree["root"])}
        ran = {"".join(s.thread for s in it.steps): it.problem for it in program.orders}
        assert found == ran


def test_each_place_says_where_threads_stand_and_what_is_shared(bare, locked):
    plain, mended = trees_in(orders.as_html({"bare": bare, "locked": locked}))
    assert plain["of"] == [0, 0], "both threads run the same lines"
    assert plain["nodes"][plain["root"]][:3] == [[1, 1], ["", ""], ["0"]]
    ends = {path: values for path, values, _ in paths_from(plain, plain["root"])}
    assert (ends["ABBA"], ends["AABB"]) == (["1"], ["2"])
    taken = mended["nodes"][mended["nodes"][mended["root"]][4][0][2]]
    assert taken[:3] == [[2, 1], ["", "the lock"], ["0", "held by A"]]


def test_what_a_thread_makes_is_shared_from_then_on():
    def make(state):
        state.made = "new"

    program = every_order([make], State, lambda end: end.made == "new")
    html = orders.as_html({"make": program})
    [tree] = trees_in(html)
    assert "<dt>made</dt><dd>–</dd>" in html
    assert [node[2] for node in tree["nodes"]] == [["'new'"], ["–"]]


def test_places_that_go_on_alike_are_one(bare):
    [tree] = trees_in(orders.as_html({"bare": bare}))
    paths = [path for path, *_ in paths_from(tree, tree["root"])]
    beginnings = {path[:length] for path in paths for length in range(len(path) + 1)}
    assert len(tree["nodes"]) < len(beginnings)


def test_without_a_script_the_bad_order_is_a_table_and_the_lines_are_there(bare, locked):
    html = orders.as_html({"Without a lock": bare, "With a lock": locked})
    rows = re.findall(r"<tr><td>(.)</td><td><code>(.*?)</code></td><td>(.*?)</td></tr>", html)
    assert rows == [tuple(step) for step in bare.shortest.steps]
    assert "All 6 orders: 4 of them wrong." in html
    assert "All 2 orders: 0 of them wrong." in html
    assert "Wrong: total is 1." in html
    assert "    with state.lock:" in html


def test_text_of_a_program_cannot_break_out():
    def less(state):
        state.text = state.text < "</script><b>"

    program = every_order([less], lambda: State(text="<i>"), lambda end: True)
    html = orders.as_html({"<b>": program})
    assert "<b>&lt;b&gt;</b>" in html
    assert html.count("</script>") == 1


def test_what_cannot_be_shown_is_refused_in_a_sentence(bare, monkeypatch):
    with pytest.raises(ValueError, match="at least one program"):
        orders.as_html({})
    one = every_order([add], lambda: State(total=0), is_two)
    with pytest.raises(ValueError, match="as many threads"):
        orders.as_html({"two": bare, "one": one})
    hidden = every_order([functools.partial(add)], lambda: State(total=0), is_two)
    with pytest.raises(ValueError, match="defined in a cell or file"):
        orders.as_html({"hidden": hidden})
    monkeypatch.setattr(orders, "MOST_SHOWN", 5)
    with pytest.raises(ValueError, match="6 orders or more, too many"):
        orders.as_html({"two": bare})


def test_it_is_glued_as_a_figure_and_brings_its_script_and_looks_to_a_notebook(bare, monkeypatch):
    shown = []
    for module in (svg, wake):
        monkeypatch.setattr(module, "display", lambda data, metadata, raw: shown.append(data))
    monkeypatch.setattr(wake, "get_ipython", lambda: "a kernel")
    scheduler.show({"bare": bare}, name="orders", alt="two threads")
    figure, script = shown
    assert "bare: 4 of 6 orders go wrong</strong><thread-scheduler" in figure["text/html"]
    assert 'customElements.define("thread-scheduler"' in script["application/javascript"]
    assert ".scheduler-program" in script["application/javascript"]
