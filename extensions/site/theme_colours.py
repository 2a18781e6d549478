"""Give the theme the project's colours, under the names of Furo's CSS variables."""

# A calm serif for titles, from the reader's own system, so that no font is fetched: Palatino by the
# names that macOS, Windows, and Linux (P052, TeX Gyre Pagella) know it by.
HEADINGS = (
    '"Iowan Old Style", "Palatino Linotype", Palatino, P052, "URW Palladio L", "TeX Gyre Pagella", '
    'Georgia, "Noto Serif", "DejaVu Serif Condensed", serif'
)
NAMES = {
    "paper": ["background-primary", "admonition-background"],
    "second paper": [
        *("background-secondary", "code-background", "inline-code-background", "card-background"),
        *("background-item", "background-hover", "table-header-background"),
    ],
    "line": ["background-border", "table-border", "card-border"],
    "ink": ["foreground-primary", "code-foreground"],
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
