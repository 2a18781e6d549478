"""Find the programs of the labs on failures, and what the labs claim of them.

A program is the text of a cell that begins with ``%%sandbox NAME``. A condition is what a claim
of the lab requires of its programs (its `holds=`), together with the statements before it that
define the names in it. So what a program does on another Python can be judged exactly as in the
lab, without running the lab there.
"""

import ast
import hashlib
import io
import json
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from IPython.core.magic_arguments import parse_argstring

from lab import sandbox
from lab.sandbox_magic import run_cell

LABS = sorted(Path(__file__).parents[2].glob("09-failures-*.ipynb"))
MAGIC = "%%sandbox "


@dataclass(frozen=True)
class Program:
    """The text of a program, and how the lab runs it."""

    name: str
    text: str
    limit_s: float
    interrupt_when: str

    def run(self, python: str) -> sandbox.Outcome:
        """Run it on an interpreter, in a sandbox."""
        return sandbox.run(self.text, self.limit_s, python, self.interrupt_when)


@dataclass(frozen=True)
class Condition:
    """What a claim requires of programs: statements, of which the last one assigns `holds`."""

    name: str
    text: str
    programs: tuple[str, ...]

    def holds(self, outcomes: dict[str, sandbox.Outcome]) -> bool:
        """Return whether the claim would hold if its programs had ended like that."""
        names = dict(outcomes)
        exec(self.text, names)
        return bool(names["holds"])


class Piece(NamedTuple):
    """A piece of a lab's code: its text, and all names that occur in it."""

    text: str
    uses: frozenset[str]


def digest_of(code: str) -> str:
    """Return a short text that changes when a program or a condition does, not with comments."""
    return hashlib.sha256(without_comments(code).encode()).hexdigest()[:12]


def without_comments(code: str) -> str:
    """Return code without its comments and blank lines; what is no Python stays as it is."""
    lines, kept = code.splitlines(), set()
    try:
        for token in tokenize.generate_tokens(io.StringIO(code).readline):
            row, column = token.start
            if token.type == tokenize.COMMENT:
                lines[row - 1] = lines[row - 1][:column]
            elif "STRING" in tokenize.tok_name[token.type]:  # a blank line in a text counts
                kept.update(range(row, token.end[0] + 1))
    except (tokenize.TokenError, SyntaxError):
        return code
    numbered = enumerate((line.rstrip() for line in lines), 1)
    return "\n".join(line for number, line in numbered if line or number in kept)


def sources(lab: Path) -> list[str]:
    """Return the texts of a lab's code cells, without those that belong to exercises."""
    cells = json.loads(lab.read_text(encoding="utf-8"))["cells"]
    exercise = {"exercise", "check"}
    return [
        "".join(cell["source"])
        for cell in cells
        if cell["cell_type"] == "code" and not exercise & set(cell["metadata"].get("tags", ()))
    ]


def headings(lab: Path) -> list[tuple[int, str]]:
    """Return the number and the text of each mistake's heading in a lab, in their order."""
    cells = json.loads(lab.read_text(encoding="utf-8"))["cells"]
    prose = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    found = re.findall(r"^## (\d+)\. (.+)$", prose, re.MULTILINE)
    return [(int(number), text.replace("`", "")) for number, text in found]


def programs(lab: Path) -> Iterator[Program]:
    """Yield the programs of a lab, in their order."""
    for source in sources(lab):
        if source.startswith(MAGIC):
            line, _, text = source.removeprefix(MAGIC).partition("\n")
            options = parse_argstring(run_cell, line)
            yield Program(options.name, text, options.limit, options.interrupt_when)


def conditions(lab: Path) -> Iterator[Condition]:
    """Yield the condition of each claim of a lab that is about its programs."""
    own = {program.name for program in programs(lab)}
    definitions = {}
    for source in sources(lab):
        if source.startswith(MAGIC):
            continue
        plain = "\n".join(line for line in source.splitlines() if not line.startswith("%"))
        for statement in ast.parse(plain).body:
            for name in names_defined_by(statement):
                definitions.pop(name, None)  # the new definition comes later than the old one
                definitions[name] = piece(plain, statement)
            match statement:
                case ast.Expr(ast.Call(ast.Name("claim"), [ast.Constant(name), *_], options)):
                    holds = next(option.value for option in options if option.arg == "holds")
                    yield condition(name, piece(plain, holds), definitions, own)


def condition(claim: str, holds: Piece, definitions: dict[str, Piece], own: set[str]) -> Condition:
    """Return the condition of a claim, with every statement that it needs, in their order."""
    chosen, used = set(), holds.uses
    while missing := {definitions[name] for name in used & definitions.keys()} - chosen:
        chosen |= missing
        used = used.union(*(piece.uses for piece in missing))
    texts = [piece.text for piece in dict.fromkeys(definitions.values()) if piece in chosen]
    text = "\n".join([*texts, f"holds = (\n{holds.text}\n)"])
    return Condition(claim, text, tuple(sorted(used & own)))


def piece(source: str, node: ast.AST) -> Piece:
    """Return a part of a source as it is written there."""
    uses = frozenset(part.id for part in ast.walk(node) if isinstance(part, ast.Name))
    return Piece(ast.get_source_segment(source, node), uses)


def names_defined_by(statement: ast.stmt) -> Iterator[str]:
    """Yield the names that an assignment, an import or a function definition defines."""
    match statement:
        case ast.Assign(targets=targets):
            nodes = (node for target in targets for node in ast.walk(target))
            yield from (node.id for node in nodes if isinstance(node, ast.Name))
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            yield from ((alias.asname or alias.name).partition(".")[0] for alias in names)
        case ast.FunctionDef(name=name):
            yield name
