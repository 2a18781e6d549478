"""What a learner's home needs. Only the learner's own process runs this, never root.

In their home learners may have put a link to anywhere; root must not follow it for them.
"""

import os
import shutil


def furnish(home: str, labs: str) -> None:
    """Make a home's tmp and labs, for its owner's eyes only; keep what is there."""
    os.umask(0o077)
    os.chdir(home)
    os.chmod(".", 0o700)
    os.makedirs("tmp", exist_ok=True)
    if not os.path.lexists("labs"):
        shutil.rmtree("labs.new", ignore_errors=True)
        shutil.copytree(labs, "labs.new")
        os.rename("labs.new", "labs")  # labs are there as a whole, or not at all
