"""Let a program print line by line, as it would at a terminal.

Python imports this file when it starts, because the keeper puts this folder on its path. Otherwise
what a program has printed to a pipe is lost with it, when it hangs or is killed.
"""

import sys

if sys.stdout is not None:
    sys.stdout.reconfigure(line_buffering=True)
