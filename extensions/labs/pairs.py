"""Know which labs belong to a chapter, from the names of the files alone.

A lab belongs to the chapter of the same name, or to the one whose name it begins with, followed
by a dash: 09-failures-hangs and 09-failures-slow both belong to 09-failures.
"""


def chapter_of(lab, chapters):
    """Return the one of the chapters that a lab belongs to, or None."""
    return max((name for name in chapters if _fits(lab, name)), key=len, default=None)


def labs_of(chapter, labs, chapters):
    """Return those of the labs that belong to a chapter, sorted."""
    return sorted(lab for lab in labs if chapter_of(lab, chapters) == chapter)


def _fits(lab, chapter):
    return f"{lab}-".startswith(f"{chapter}-")


def number_of(name):
    """Return the two digits with which the name of a pair's file begins, or ""."""
    digits = name.rpartition("/")[2].partition("-")[0]
    return digits if len(digits) == 2 and digits.isdigit() else ""
