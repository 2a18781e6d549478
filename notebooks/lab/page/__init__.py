"""Figures on a page: turns, players and explorers, and SVG that takes the colours of its page."""
