"""The colours of all figures. It imports nothing, so that the site's settings can use it, too."""

# Stand-ins that matplotlib draws with, replaced in the finished SVG.
INK = "#010203"
PAPER = "#fdfefc"
# Each has a contrast of at least 3:1 with a white page and with a black one.
SERIES = ("#c2691c", "#2c7fb8", "#7a6fd0", "#2e8b62", "#c94f6d", "#857523")
