"""Draw the shape of a work: cores at work, over time. The same job is a lane for each way to do it.

    .. work-shape::

       06-race::shape.threads | Two threads | 06-race::threads-take-turns | one core works

Each line names the values of a run (see `lab.page.shape`), the lane, a claim, and what to say where
that was shown. A run of another build has a `source`, which is told too. A lane whose lab, or whose
run, is not there is left out.
The picture is plain SVG, and CSS plays it once.
"""

from html import escape
from typing import NamedTuple

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from extensions.book.show import find, lab_of, missing
from extensions.labs.store import lab_paths

WIDTH, ROW = 1000, 10  # of the drawing; CSS stretches it
OVERLAP_MS = 5  # where a slice begins was measured to about so much
LANE = """\
<div class="lane lane-{kind}" style="--share:{share:.4f}">
<p class="lane-name"><strong>{name}</strong> {told}{source}</p>
<div class="lane-work"><svg viewBox="0 0 {width} {height}" preserveAspectRatio="none" role="img"
aria-label="{alt}">{paths}</svg>
<p class="lane-time"><strong>{s:.1f} s</strong> {cores:.2f} cores</p></div>
</div>"""


class Lane(NamedTuple):
    """One way to do the job: `run` holds its seconds, cores used and slices, in milliseconds."""

    run: dict
    kind: str
    name: str
    told: str


class WorkShape(SphinxDirective):
    """Show the lanes below one another, on one scale of time."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        labs = {path.stem for path in lab_paths(self.env.srcdir)}
        lines = [[part.strip() for part in line.split("|")] for line in self.content]
        found = [self.lane(*line) for line in lines if lab_of(self, line[0]) in labs]
        html = drawn([lane for lane in found if lane])
        return [nodes.raw("", html, format="html")] if html else []

    def lane(self, value: str, name: str, claim: str, told: str) -> Lane | None:
        results, path = find(self, value, "value")
        try:
            run = results.value(path)
        except KeyError:
            missing(self, "value", path, results, results.values)
            return None
        verdict = find(self, claim, "claim")[0].claims.get(claim.rpartition("::")[2], {})
        if verdict.get("status") == "not shown":
            told = "not shown by this build"
        return run and Lane(run, path.rpartition(".")[2], name, told)


def drawn(lanes: list[Lane]) -> str:
    """Return the figure's HTML, or "" without lanes."""
    longest_s = max((lane.run["s"] for lane in lanes), default=0)
    parts = [as_html(lane, lane.run["s"] / longest_s) for lane in lanes]
    return f'<figure class="work-shape">{"".join(parts)}</figure>' if parts else ""


def as_html(lane: Lane, share: float) -> str:
    run = lane.run
    cores = min(run["of_cores"], len({worker for worker, *_ in run["slices"]}))
    alt = f"{lane.name}: {run['s']:.1f} seconds, {run['cores']:.2f} of {cores} cores at work."
    source = f" <em>{escape(run['source'])}</em>" if "source" in run else ""
    return LANE.format(
        kind=lane.kind, share=share, name=escape(lane.name), told=escape(lane.told), source=source,
        width=WIDTH, height=cores * ROW, alt=escape(alt), paths=paths_of(run, cores), s=run["s"],
        cores=run["cores"],
    )  # fmt: skip


def paths_of(run: dict, cores: int) -> str:
    """Return a path for each worker: its slices, each in the lowest row that is free then."""
    free_from_ms, paths = [0.0] * cores, {}
    for worker, start_ms, end_ms in sorted(run["slices"], key=lambda piece: piece[1]):
        free = [row for row in range(cores) if free_from_ms[row] <= start_ms + OVERLAP_MS]
        row = free[0] if free else cores - 1
        free_from_ms[row] = max(free_from_ms[row], end_ms)
        x, width = (WIDTH * time_ms / 1000 / run["s"] for time_ms in (start_ms, end_ms - start_ms))
        top = (cores - 1 - row) * ROW
        paths.setdefault(worker, []).append(f"M{x:.0f} {top}v{ROW - 0.5}h{width:.1f}V{top}z")
    return "".join(f'<path class="w{n}" d="{"".join(d)}"/>' for n, d in sorted(paths.items()))
