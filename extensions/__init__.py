"""Make the site: run the labs, know Python's names, fill the book, cut slides, write the rest.

Five rooms, each with one `setup` to read like a table of contents: `labs` → `names` → `book` →
`slides`, and `site` beside. Each uses only those before it.
"""

import sys

WORKSHOP = "concurrency-measured-workshop"
"""The name of the zip with everything for a course."""

# jsonschema, which reads notebooks' formats, imports this when it is there, to check web addresses
# that no notebook here has: 1.3 s, a third of a build in which nothing changed.
sys.modules.setdefault("rfc3987_syntax", None)
