"""What the measuring process has said so far: facts, runs, and what was left out and why."""

import time
from dataclasses import dataclass, field

from lab.choose.contenders import LOOP, SIMPLEST_FIRST, Contender
from lab.records import Measurement


@dataclass
class Findings:
    """All that is known, however the measuring ended. Times are in seconds."""

    budget_s: float
    elapsed_s: float = 0.0
    facts: dict = field(default_factory=dict)
    trials: dict[Contender, list[float]] = field(default_factory=dict)
    rounds: dict[Contender, list[float]] = field(default_factory=dict)
    cores_used: dict[str, float] = field(default_factory=dict)  # by kind
    task_s: dict[str, float] = field(default_factory=dict)  # by kind: what a task costs
    probes: list[tuple[float, float]] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    problem: str = ""
    exit_code: int = 0
    item: int = 0  # under way in the first pass
    doing: str = "starting"
    done: float = 0.0  # a share of all
    runs_s: float = 0.0
    heard_s: float = 0.0  # when the measuring process said something last, by time.monotonic
    ended_by: str = ""  # "budget", "Ctrl-C", or "" for an end of its own
    finished: bool = False
    child_exit_code: int | None = 0

    def add(self, said: dict) -> None:
        """Take in one thing that the measuring process has said."""
        self.heard_s = time.monotonic()
        getattr(self, f"_add_{said.pop('event')}")(**said)

    def end(self, ended_by: str) -> None:
        """Note what ended the measuring; the run that was under way has had all the time since."""
        self.ended_by = ended_by
        self.runs_s += time.monotonic() - self.heard_s if self.item else 0.0

    def _add_facts(self, **facts: object) -> None:
        self.facts |= facts

    def _add_doing(self, what: str, done: float) -> None:
        self.doing, self.done = what, done

    def _add_run(self, stage: str, contender: list, time_s: float) -> None:
        getattr(self, stage).setdefault(Contender(*contender), []).append(time_s)

    def _add_spent(self, time_s: float) -> None:
        self.runs_s += time_s

    def _add_traced(self, kind: str, cores_used: float) -> None:
        self.cores_used[kind] = cores_used

    def _add_task(self, kind: str, time_s: float) -> None:
        self.task_s[kind] = time_s

    def _add_probe(self, solo: float, pair: float) -> None:
        self.probes.append((solo, pair))

    def _add_left_out(self, kind: str, why: str) -> None:
        self.left_out[kind] = why

    def _add_note(self, sentence: str) -> None:
        self.notes.append(sentence)

    def _add_problem(self, sentence: str, exit_code: int) -> None:
        self.problem, self.exit_code = sentence, exit_code

    def _add_end(self) -> None:
        self.finished, self.doing, self.done = True, "done", 1.0

    def _add_gone(self, exit_code: int | None) -> None:
        self.child_exit_code = exit_code

    @property
    def around_s(self) -> float:
        """All but the runs: starting processes, looking at the machine, comparing, clearing up."""
        return max(0.0, self.elapsed_s - self.runs_s)

    def took(self) -> str:
        """Return how long the measuring took, and how much of that it did not run the function."""
        return f"Measured for {self.elapsed_s:.1f} s, {self.around_s:.1f} s of it around the runs."

    def progress(self) -> str:
        """Return one line for whoever waits."""
        full = round(20 * min(1.0, self.done))
        return f"[{'#' * full}{'.' * (20 - full)}] {self.doing}"

    def in_rounds(self) -> dict[Contender, Measurement]:
        """Return the contenders that met in the rounds, the loop first; whole rounds only."""
        kept = {each: t for each, t in self.rounds.items() if each.kind not in self.left_out}
        whole = min(map(len, kept.values()), default=0)
        if not whole or Contender(LOOP) not in kept:
            return {}
        in_order = sorted(kept, key=lambda each: SIMPLEST_FIRST.index(each.kind))
        return {each: Measurement(str(each), tuple(kept[each][:whole])) for each in in_order}
