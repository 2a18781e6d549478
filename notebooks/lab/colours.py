"""The colours of all figures and pages. It imports nothing: the site's settings use it, too.

Each colour of a figure has a contrast of at least 3:1 with its paper, each text at least 4.5:1.
"""

# Stand-ins that matplotlib draws with, replaced in the finished SVG.
INK = "#010203"
PAPER = "#fdfefc"
SERIES = ("#c2691c", "#2c7fb8", "#7a6fd0", "#2e8b62", "#c94f6d", "#857523", "#68727e")
SERIES_IN_THE_DARK = ("#e0873a", "#4b9fd6", "#9a90e6", "#44a97c", "#e07490", "#a8963c", "#939eab")
# Whoever works has the same colour in every figure. The first word that a name holds decides.
ROLES = {"interpreter": 2, "process": 1, "thread": 0, "asyncio": 3, "loop": 6}
THREAD, PROCESS, GREY, LOCK = 0, 1, 6, 4  # numbers in the series, for what has no such name
OTHERS = (6, 4, 5)  # grey, and two that are nobody's


def colour_of(name: str, number: int = 0) -> str:
    """Return the colour of what a name speaks of; for another, one of those that are nobody's."""
    numbers = (role for word, role in ROLES.items() if word in name.lower())
    return SERIES[next(numbers, OTHERS[number % len(OTHERS)])]


# Behind the white sign of a claim, on any paper: shown, not shown, failed.
SIGNS = {"shown": "#2a7d58", "not shown": "#7a6b20", "failed": "#b83a59"}

LIGHT = {
    "paper": "#fdfcfa",
    "second paper": "#f5f3ee",
    "line": "#ddd8cf",
    "band": "#e8eff5",
    "ink": "#1c2430",
    "grey ink": "#525b66",
    "link": "#1b5e8c",
    "visited": "#6a4c93",
}
DARK = {
    "paper": "#12171d",
    "second paper": "#171d24",
    "line": "#2c3743",
    "band": "#1b2a36",
    "ink": "#d6dbe1",
    "grey ink": "#a0a9b4",
    "link": "#7fbfe8",
    "visited": "#c0a5e3",
}
