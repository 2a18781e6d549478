"""Write many measured runs as one HTML element in which the reader chooses: a table and data."""

from collections.abc import Mapping
from html import escape
from itertools import product

from lab.page import overlay, replay
from lab.page.turns import as_seen, most_turns
from lab.records import Timeline

Choice = tuple[str, str, int]
QUESTIONS = ("Kind of task", "Kind of pool", "Workers")
FIELDS = ("task", "pool", "workers")
HEADER = (*QUESTIONS, "Seconds", "Cores used")
# Of the drawing, in points: its width, the ends of its time axis, and where its rows are.
PLOT = {"width": 388.8, "left": 54, "right": 374}
ROW, TITLE, AXIS = 30, 26, 42


def as_html(runs: Mapping[Choice, Timeline], baseline: str, start: Choice | None = None) -> str:
    """Return a ``<pool-explorer>``: the questions, an empty player, a table of all, and the data.

    `start` is what is chosen at first, by default the first run of a pool. Raises ValueError
    when it, or a combination, is missing.
    """
    options = options_in(runs, baseline)
    start = start or next(key for key in runs if key[1] != baseline)
    if start not in runs or start[1] == baseline:
        raise ValueError(f"cannot start with {start}: not a measured run of a pool")
    questions = "".join(map(_question, FIELDS, QUESTIONS, options, start))
    seen, height = _seen(runs), 2 * TITLE + ROW * (1 + max(options[2])) + AXIS
    records = [_record(key, seen[key], _longest_s(runs, key[0])) for key in runs]
    measures = {"row": ROW, "title": TITLE, "axis": height - AXIS + 6}
    data = replay.as_script({"baseline": baseline, **PLOT, **measures, "runs": records})
    return (
        f'<pool-explorer><form>{questions}</form><p class="explorer-result"></p>'
        f'<timeline-player><svg viewBox="0 0 {PLOT["width"]} {height}" role="img" '
        'aria-label="The run that is chosen, below the plain loop"></svg>'
        f"{overlay.controls(**PLOT)}</timeline-player>"
        f"<details open><summary>All measured runs</summary>{_table(runs)}</details>"
        f"{data}</pool-explorer>"
    )


def _longest_s(runs: Mapping[Choice, Timeline], task: str) -> float:
    """Return how long the axis is on which all runs of a kind of task are drawn."""
    return max(line.elapsed_s for key, line in runs.items() if key[0] == task)


def _seen(runs: Mapping[Choice, Timeline]) -> dict[Choice, Timeline]:
    """Return the runs as they are drawn, each kind of task on an axis of its own."""
    seen = {}
    for task in {task for task, *_ in runs}:
        keys = [key for key in runs if key[0] == task]
        lines = as_seen((runs[key] for key in keys), (0, _longest_s(runs, task)))
        seen |= zip(keys, lines, strict=True)
    return seen


def _record(choice: Choice, line: Timeline, longest_s: float) -> dict:
    """Return the colour, what workers do, and the tasks: names, workers' places and turns.

    Times are thousandths of the axis. The rest stands in the table, where the script reads it.
    """
    spans = [
        [span.task, place, *replay.turns(span, 1000 / longest_s)]
        for span, place in replay.placed(line)
    ]
    colour, words = replay.colour(choice[1]), replay.words(line)
    return {"colour": colour, "words": words, "spans": spans}


def note(runs: Mapping[Choice, Timeline]) -> str:
    """Return what the caption has to add where turns were too short to be drawn one by one."""
    turns = most_turns(_seen(runs).values())
    return f" A block stands for up to {turns} turns." if turns > 1 else ""


def options_in(runs: Mapping[Choice, Timeline], baseline: str) -> list[list]:
    """Return the tasks, pools and numbers of workers to choose from, in the order of the runs.

    Raises ValueError when one of the combinations, or the baseline of a task, was not measured.
    """
    keys = [key for key in runs if key[1] != baseline]
    if not keys:
        raise ValueError("there is nothing to choose from: give at least one run of a pool")
    options = [list(dict.fromkeys(column)) for column in zip(*keys, strict=True)]
    wanted = [*product(*options), *((task, baseline, 1) for task in options[0])]
    missing = [key for key in wanted if key not in runs]
    if missing:
        raise ValueError(f"not measured: {missing}")
    return options


def _question(field: str, question: str, options: list, chosen: object) -> str:
    """Return one group of radio buttons."""
    buttons = "".join(
        f'<label><input type="radio" name="{field}" value="{escape(str(option))}"'
        f"{' checked' * (option == chosen)}> {escape(str(option))}</label>"
        for option in options
    )
    return f"<fieldset disabled><legend>{question}</legend>{buttons}</fieldset>"


def _table(runs: Mapping[Choice, Timeline]) -> str:
    """Return a table of all runs."""
    head = "".join(f'<th scope="col">{title}</th>' for title in HEADER)
    rows = "".join(
        f"<tr><td>{escape(task)}</td><td>{escape(pool)}</td><td>{workers}</td>"
        f"<td>{line.elapsed_s:.3f}</td><td>{line.cores_used:.2f}</td></tr>"
        for (task, pool, workers), line in runs.items()
    )
    return f'<table class="lab-table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
