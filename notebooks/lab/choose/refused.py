"""Say in one sentence why something cannot be measured."""

USAGE, NOT_MEASURED = 2, 1  # exit codes


class Refused(Exception):
    """Something cannot be measured; its text is the sentence that says so."""

    def __init__(self, sentence: str, exit_code: int = NOT_MEASURED):
        super().__init__(sentence)
        self.exit_code = exit_code


def told(error: BaseException) -> str:
    """Return an exception as a few words on one line."""
    try:
        text = " ".join(str(error).split())
    except Exception:
        text = ""
    return f"{type(error).__name__}: {text[:160]}" if text else type(error).__name__
