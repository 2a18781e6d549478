"""Measure this site against stock tools: `make bench`. See __main__ for what it prints."""
