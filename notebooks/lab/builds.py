"""Run programs on a Python with a GIL and on one without; where there is none, use the record."""

from dataclasses import dataclass, field

from lab import machine, pythons, race_record
from lab.pythons import Problem, Python

LIMIT_S = 60.0
PROGRAMS = {
    "race": race_record.RACE,
    "sharing": race_record.SHARING,
    "breaking": race_record.BREAKING,
    "shape": race_record.SHAPE,
}


@dataclass
class Build:
    """An interpreter of this computer, if there is one, and what each program found on it.

    `results` are those of a record, until a program has been run here.
    """

    python: Python | None
    results: dict
    live: set[str] = field(default_factory=set)  # the programs that were run here

    def __getitem__(self, program: str) -> dict:
        return self.results[program]

    @property
    def name(self) -> str:
        """Such as "3.14t, GIL off"."""
        name = self.python.name if self.python else self.results["python"]
        return f"{name}, GIL {'on' if self.results['race']['gil_on'] else 'off'}"

    def run(self, program: str) -> None:
        """Run a program here; where that gives no answer, say why, and keep the record."""
        if self.python:
            self.try_to(
                program, lambda: pythons.run(self.python, PROGRAMS[program], limit_s=LIMIT_S)
            )

    def try_to(self, program: str, measure) -> None:
        """Take what `measure` returns for the program's results, unless it has no answer."""
        try:
            self.results = self.results | {program: measure()}
            self.live.add(program)
        except Problem as problem:
            print(f"{problem}. A recorded run stands in for it.")

    def source(self, program: str) -> str:
        """Say in a few words where a program was run."""
        return f"{self.name}: {'run now' if program in self.live else 'recorded'}"

    def told(self, program: str) -> str:
        """Say in a sentence where a program was run, and of a record also when, and on what."""
        when = "" if program in self.live else f" ({provenance(self.results)})"
        return f"{self.source(program)}{when}."

    def why_no_overlap(self) -> str | None:
        """Return why two threads could not have two cores at the time, or None."""
        race = self.results["race"]
        if race["provenance"]["cores"] < 2:
            return "only one core was usable"
        loop = max(race["contenders"]["loop"]["cores_used"])
        return machine.why_no_overlap([loop], race["hashing_cores"])


def provenance(record: dict) -> str:
    """Return when, on what and where a record's race was run."""
    return str(machine.Provenance(**record["race"]["provenance"])).removeprefix("Measured ")
