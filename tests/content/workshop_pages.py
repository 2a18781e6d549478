"""Read the workshop's pages as a teacher would: the steps of the notes, the parts of a schedule."""

import ast
import builtins
import json
import re
from typing import NamedTuple

from extensions.labs.plain_python import plain_python

STEP = re.compile(r"^(\d+)\. \*\*(\d+) min\*\* (.*?)(?=^\S|\Z)", re.MULTILINE | re.DOTALL)
ANCHOR = re.compile(r"\]\(\.\./\.\./\.\./notebooks/([\w-]+)\.ipynb#([^)\s]+)\)")
HEADING = re.compile(r"^#{1,3} (.+)$", re.MULTILINE)
FENCED = re.compile(r"```.*?```", re.DOTALL)
ROW = re.compile(r"^\| (\d+:\d\d) \| (\d*) ?\| (.*?) \| (.*?) ?\|$", re.MULTILINE)
PART = re.compile(r"\{doc\}`[^<]*</notebooks/([\w-]+)>`, steps ([\d–, ]+) of")
LATE = re.compile(r"steps? ([\d–, ]+) saves? (\d+) minutes")


class Step(NamedTuple):
    """One step of the notes."""

    minutes: int
    text: str

    @property
    def places(self):
        """Return (lab, anchor) of each section that the step names."""
        return ANCHOR.findall(self.text)


class Part(NamedTuple):
    """One part of a schedule that teaches a lab; `left_out` is {steps: minutes saved}."""

    schedule: str
    lab: str
    numbers: list
    minutes: int
    left_out: dict


def steps_of(notes):
    """Return {number: Step} of the text of some notes."""
    return {int(n): Step(int(minutes), text) for n, minutes, text in STEP.findall(notes)}


def schedules_in(page):
    """Return {heading: [(start, minutes, part, what to leave out)]} of the schedules' page."""
    _, *sections = re.split(r"^#{2,3} (.+)$", page, flags=re.MULTILINE)
    tables = zip(sections[::2], map(ROW.findall, sections[1::2]), strict=True)
    return {heading: rows for heading, rows in tables if rows}


def parts_in(page):
    for schedule, rows in schedules_in(page).items():
        for _, minutes, text, late in rows:
            if found := PART.search(text):
                left_out = {tuple(numbers_in(which)): int(n) for which, n in LATE.findall(late)}
                yield Part(schedule, found[1], numbers_in(found[2]), int(minutes), left_out)


def numbers_in(text):
    ends = [part.split("–") for part in text.replace(" ", "").strip(",").split(",")]
    return [number for end in ends for number in range(int(end[0]), int(end[-1]) + 1)]


def minutes_of(clock):
    """Return a time such as 1:05 in minutes."""
    hours, minutes = clock.split(":")
    return 60 * int(hours) + int(minutes)


def slug(heading):
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def sections_of(lab_path):
    """Return {anchor: the code below that heading} of a lab, as in a script."""
    sections, anchor = {}, ""
    for cell in json.loads(lab_path.read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            for heading in HEADING.findall(FENCED.sub("", source)):
                anchor = slug(heading)
                sections[anchor] = ""
        else:
            sections[anchor] += plain_python(source) + "\n"
    return sections


def names_in(code):
    bound, read = set(), set()
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Name(id=name, ctx=context):
                (read if isinstance(context, ast.Load) else bound).add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                bound.add(name)
            case ast.ClassDef(name=name) | ast.arg(arg=name) | ast.ExceptHandler(name=name):
                bound.add(name)
            case ast.alias(name=name, asname=other):
                bound.add(other or name.partition(".")[0])
    return bound, read


def unknown_names(lab_path, anchors):
    """Return the names that these sections of a lab read before one of them has bound them."""
    code = sections_of(lab_path)
    known, unknown = set(dir(builtins)), set()
    for anchor in anchors:
        bound, read = names_in(code[anchor])
        known |= bound
        unknown |= read - known
    return unknown
