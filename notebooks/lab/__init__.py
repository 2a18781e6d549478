"""The instruments that the labs share. Import the module you need: ``from lab import trace``.

This file imports nothing, so that a freshly started worker process loads only what its task needs.
"""
