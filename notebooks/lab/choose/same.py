"""Tell whether two runs came to the same results."""

from collections.abc import Sequence


def same(one: object, other: object) -> bool:
    """Compare by ==, and by what is printed where == gives no bool (arrays) or raises."""
    if one is other:
        return True
    try:
        equal = one == other
    except Exception:
        equal = None
    # What is not a number does not equal itself, but prints alike.
    return equal is True or repr(one) == repr(other)


def differing(expected: Sequence, results: Sequence) -> int | None:
    """Return the place of the first result that is not as expected, or None."""
    for place, (one, other) in enumerate(zip(expected, results, strict=True)):
        if not same(one, other):
            return place
    return None
