"""Import this before anything that reads notebooks: it leaves out a slow part that none needs.

jsonschema, which reads notebooks' formats, imports `rfc3987_syntax` when it is there, to check web
addresses that no notebook here has. That takes 1.3 s, a third of a build in which nothing changed.
"""

import sys

sys.modules.setdefault("rfc3987_syntax", None)
