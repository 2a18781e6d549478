"""What was recorded on Pythons and systems that a build may not have, and how it was."""
