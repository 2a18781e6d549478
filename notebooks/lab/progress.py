"""Remember which exercises are solved, on this computer alone, and show it:

    from lab.progress import progress
    progress()

Each solved exercise has a small file of its own in notebooks/.progress, which git ignores. It
outlives new versions of the labs; deleting the folder starts over. The variable LAB_PROGRESS names
another folder, or says "off": then nothing is kept. Safe from several notebooks at once: a file is
put in place whole, and once it is there it is not written again.
"""

import json
import os
import re
import tempfile
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

NOTEBOOKS = Path(__file__).resolve().parent.parent
CALL_OF_CHECK = re.compile(r'^check\(\s*"([^"]+)"', re.MULTILINE)


def records_folder() -> Path | None:
    """Return the folder of the records, or None if none are to be kept."""
    chosen = os.environ.get("LAB_PROGRESS", "")
    if chosen == "off":
        return None
    return Path(chosen) if chosen else NOTEBOOKS / ".progress"


def remember(exercise: str) -> str | None:
    """Note that an exercise is solved; return a sentence where the learner has to know something.

    Never raises: a record that cannot be kept is no reason to take a success away.
    """
    folder = records_folder()
    if folder is None:
        return None
    path = folder / (re.sub(r"[^\w.-]+", "-", exercise) + ".json")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        found = read_record(path)
        if found:
            return None
        told = set_aside(path) if found == "" else None
        write_record(path, exercise)
        return told
    except OSError as error:
        if read_record(path):
            return None  # another notebook was quicker, and Windows does not replace an open file
        return f"(This could not be noted for `progress()`: {error.strerror or error}.)"


def write_record(path: Path, exercise: str) -> None:
    """Write the record of an exercise solved now; nobody ever sees half of it."""
    record = {"exercise": exercise, "solved_at": datetime.now(UTC).isoformat(timespec="minutes")}
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
        json.dump(record, file)
    try:
        os.replace(file.name, path)
    except OSError:
        os.unlink(file.name)
        raise


def read_record(path: Path) -> str | None:
    """Return the exercise that a file records, "" if it is no record, None if it is not there.

    One look answers both questions: between two, another notebook may have written the file.
    """
    try:
        exercise = json.loads(path.read_text(encoding="utf-8"))["exercise"]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return exercise if isinstance(exercise, str) else ""


def set_aside(path: Path) -> str:
    """Rename a file that is no record, so that it is neither used nor lost; return what to say."""
    number = 1
    while (aside := path.with_name(f"{path.name}.unread-{number}")).exists():
        number += 1
    try:
        path.rename(aside)
    except OSError as error:
        return f"({path.name} is not a record of an exercise, and stays: {error.strerror}.)"
    return f"({path.name} is not a record of an exercise. It is kept as {aside.name}.)"


def solved_exercises(folder: Path) -> tuple[set[str], list[str]]:
    """Return the names of the exercises recorded in a folder, and what to say about other files."""
    solved, told = set(), []
    for path in sorted(folder.glob("*.json")):
        exercise = read_record(path)
        if exercise:
            solved.add(exercise)
        elif exercise == "":
            told.append(set_aside(path))
    return solved, told


def all_exercises(notebooks: Path = NOTEBOOKS) -> set[str]:
    """Return the names of all exercises that the notebooks in a folder check."""
    found = set()
    for path in notebooks.glob("*.ipynb"):
        try:
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        except (OSError, ValueError, KeyError, TypeError):
            continue  # not a notebook, or not a whole one at this moment
        checks = (c for c in cells if "check" in c.get("metadata", {}).get("tags", []))
        for cell in checks:
            found.update(CALL_OF_CHECK.findall("".join(cell["source"])))
    return found


def table(exercises: set[str], solved: set[str]) -> list[str]:
    """Return the lines that say for each lab how many of its exercises are solved, and which."""
    labs = defaultdict(set)
    for exercise in exercises | solved:
        labs[exercise.partition(" ")[0]].add(exercise)
    width = max(map(len, [*labs, "all labs"]))
    lines = []
    for lab, names in sorted(labs.items()):
        done = sorted(name.rpartition(" ")[2] for name in names & solved)
        which = f"  (exercise {', '.join(done)})" if done else ""
        lines.append(f"{lab:{width}}  {len(done)} of {len(names)}{which}")
    return [*lines, f"{'all labs':{width}}  {len(solved)} of {len(exercises | solved)}"]


def progress() -> None:
    """Print how many exercises of each lab are solved, and where that is recorded."""
    folder = records_folder()
    if folder is None:
        print("No progress is kept here: the variable LAB_PROGRESS says off.")
        return
    solved, told = solved_exercises(folder)
    print("Exercises solved", *table(all_exercises(), solved), *told, sep="\n")
    print(
        f"\nThis is recorded in {folder} and nowhere else; nothing leaves this computer.\n"
        "To start over, delete that folder."
    )
