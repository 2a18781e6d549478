"""Give the theme the project's colours, under the names of Furo's CSS variables."""

NAMES = {
    "paper": ["background-primary"],
    "second paper": ["background-secondary"],
    "ink": ["foreground-primary"],
    "grey ink": ["foreground-secondary"],
    "link": ["brand-primary", "brand-content", "admonition-title--note", "admonition-title"],
    "visited": ["brand-visited"],
    "band": ["admonition-title-background", "admonition-title-background--note"],
}


def theme_variables(palette: dict[str, str], series: tuple[str, ...]) -> dict[str, str]:
    """Return {CSS variable: value}; the figures' colours are --lab-paper and --lab-1, --lab-2 …"""
    variables = {
        f"color-{name}": colour for role, colour in palette.items() for name in NAMES[role]
    }
    variables |= {f"lab-{number}": colour for number, colour in enumerate(series, 1)}
    return variables | {"lab-paper": palette["paper"]}
