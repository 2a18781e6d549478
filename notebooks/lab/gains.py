"""How much more several threads get done than one: computed from records, and drawn."""

from collections.abc import Mapping

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lab.records import Measurement, Span, Timeline
from lab.style import INK, MARKERS, SERIES, WIDTH_IN, house_style

Gains = Mapping[int, Measurement]


def gains(elapsed_s: Mapping[str, list[float]]) -> dict[int, Measurement]:
    """Return for each number of threads how many times the work of one they do, round by round.

    `elapsed_s` has the seconds of each round by the number of threads, "1" among them; each thread
    does the same work. The "times" of a Measurement are plain numbers here.
    """
    alone = elapsed_s["1"]
    return {
        int(count): Measurement(
            count, tuple(int(count) * one / many for one, many in zip(alone, took, strict=True))
        )
        for count, took in elapsed_s.items()
    }


def price(cpu_s: Mapping[str, list[float]], count: str = "2") -> Measurement:
    """Return how many times the CPU time of one thread a turn takes when `count` threads run."""
    pairs = zip(cpu_s["1"], cpu_s[count], strict=True)
    return Measurement("price", tuple(many / one / int(count) for one, many in pairs))


def gains_of(record: dict) -> dict[str, dict[int, Measurement]]:
    """Return the gains of all patterns of sharing of a record; NumPy's only where it was there."""
    patterns = record["sharing"]["patterns"].items()
    found = {name: gains(times["elapsed_s"]) for name, times in map(_turned, patterns)}
    blas = record.get("blas", {}).get("1", {})
    return found | ({"NumPy": gains(blas["elapsed_s"])} if "elapsed_s" in blas else {})


def _turned(pattern: tuple[str, dict]) -> tuple[str, dict[str, dict]]:
    """Return {what: {count: seconds}} instead of {count: {what: seconds}}."""
    name, counts = pattern
    whats = next(iter(counts.values()))
    return name, {what: {count: counts[count][what] for count in counts} for what in whats}


def prices_of(record: dict) -> dict[str, Measurement]:
    """Return what a turn costs two threads, by pattern, in CPU times of one thread."""
    patterns = map(_turned, record["sharing"]["patterns"].items())
    return {name: price(times["cpu_s"]) for name, times in patterns}


def timeline_of(record: dict, title: str) -> Timeline:
    """Return the recorded run of two threads, to be drawn."""
    return timeline_from(record["race"]["timeline"], title)


def timeline_from(found: dict, title: str) -> Timeline:
    """Return a run as it was before it was made plain numbers."""
    spans = tuple(
        Span(**span | {"slices": tuple(map(tuple, span["slices"]))}) for span in found["spans"]
    )
    return Timeline(title, spans, found["elapsed_s"], tuple(found["results"]))


@house_style
def draw(runs: Mapping[str, Mapping[str, Gains]]) -> Figure:
    """Draw a small panel for each pattern, with a curve for each run, such as "without a GIL".

    The dashed line is the ideal: so many threads do so many times the work.
    """
    names = list(next(iter(runs.values())))
    rows = -(-len(names) // 2)
    figure = Figure(figsize=(WIDTH_IN, 1.5 * rows + 0.75), layout="constrained")
    axes = list(figure.subplots(rows, 2, squeeze=False, sharex=True, sharey=True).flat)
    for axis, name in zip(axes, names, strict=False):
        _draw_panel(axis, name, {run: found[name] for run, found in runs.items() if name in found})
    for axis in axes[len(names) :]:
        axis.set_visible(False)
    handles = figure.axes[0].get_legend_handles_labels()
    figure.legend(*handles, loc="outside upper left", ncols=len(handles[0]))
    figure.supxlabel("threads", fontsize=11)
    figure.supylabel("work done, one thread = 1", fontsize=11)
    return figure


def _draw_panel(axis: Axes, name: str, curves: Mapping[str, Gains]) -> None:
    counts = list(next(iter(curves.values())))
    axis.plot(counts, counts, color=INK, linewidth=0.8, linestyle=":", label="ideal")
    for number, (run, found) in enumerate(curves.items()):
        colour = (SERIES[0], INK)[number % 2]
        middles = [found[count].median_s for count in counts]
        lows = [found[count].fastest_s for count in counts]
        highs = [found[count].slowest_s for count in counts]
        axis.plot(counts, middles, marker=MARKERS[number], color=colour, label=run, markersize=5,
                  linestyle=("-", "--")[number % 2])  # fmt: skip
        axis.vlines(counts[1:], lows[1:], highs[1:], color=colour, linewidth=1)
    axis.set_title(name, fontsize=11)
    axis.set_xticks(counts)
    axis.set_ylim(0, 1.15 * counts[-1])  # on a busy machine a spread may leave the panel
    axis.margins(x=0.15)
