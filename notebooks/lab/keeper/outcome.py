"""What became of a program in the sandbox, and how it is shown."""

import re
import signal
from dataclasses import dataclass

MARK = "! "  # before each line of the error stream
FRAME = r'([ |]*)File "[^\n]*\n(?:\1  [^\n]*\n)*'
LIBRARY_FRAME = r'([ |]*)File "(?:…|<frozen )[^\n]*, line \d+, in [^\n]*\n(?:\1  [^\n]*\n)*'
LIBRARY_FRAMES = re.compile(
    rf"^(?:{LIBRARY_FRAME}){{2,}}(?={LIBRARY_FRAME.replace('1', '2')})", re.MULTILINE
)
QUOTED = re.compile(rf"^{FRAME}|(?<=Warning: )(?P<text>[^\n]*\n)  [^\n]*\n", re.MULTILINE)


@dataclass(frozen=True)
class Outcome:
    """What a program printed, and how it ended. Texts are long at most as a few screens."""

    output: str
    error: str
    exit_code: int | None  # None: it was stopped; below 0: minus the number of a signal
    stopped: bool
    seconds: float
    never_printed: str = ""  # the word that was waited for, to send a Ctrl-C, and never came
    pieces: tuple[tuple[bool, str], ...] = ()  # all texts in their order; is it an error?

    @property
    def succeeded(self) -> bool:
        """Whether it ended by itself, and well."""
        return self.exit_code == 0

    @property
    def last_line(self) -> str:
        """The last line of the error that is not empty, or else of the output."""
        lines = self.error.split("\n") if self.error.strip() else self.output.split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "")

    @property
    def quoted(self) -> str:
        """The lines of the output that are not empty, in quotation marks: “one”, then “two”."""
        lines = [line.strip() for line in self.output.splitlines() if line.strip()]
        return ", then ".join(f"“{line}”" for line in lines) or "nothing"

    @property
    def complaint(self) -> str:
        """The error without the places and the lines of code that tracebacks and warnings quote."""
        return QUOTED.sub(lambda quoted: quoted["text"] or "", self.error + "\n")

    def says(self, text: str) -> bool:
        """Return whether a text occurs in the output or in the error."""
        return text in self.output or text in self.error

    def complains(self, text: str) -> bool:
        """Return whether a text occurs in the error, and not only in code that it quotes."""
        return text in self.complaint

    def __str__(self) -> str:
        """Return all that was printed, in its order, and how the program ended.

        Lines of the error are marked. Of the frames that lie in libraries, the last is shown.
        """
        pieces = self.pieces or ((False, self.output), (True, self.error))
        shown = [lines_of(is_error, text) for is_error, text in pieces if text.strip()]
        marked = f'; "{MARK.strip()}" marks errors' if self.error.strip() else ""
        never = f"; it never printed {self.never_printed!r}, so it got no Ctrl-C"
        never = never if self.never_printed else ""
        return "\n".join([*shown, f"[{self._ending()} {self.seconds:.1f} s{marked}{never}]"])

    def _ending(self) -> str:
        if self.stopped:
            return "still running: stopped after"
        if self.exit_code < 0:
            return f"ended by {signal.strsignal(-self.exit_code)!r} after"
        return f"exit code {self.exit_code} after"


def lines_of(is_error: bool, text: str) -> str:
    """Return a text as it is shown: an error with a mark before each of its lines."""
    text = text.rstrip("\n")
    if not is_error:
        return text
    text = without_library_frames(text + "\n").rstrip("\n")
    return re.sub(r"^|(?<=\r)(?!\n)", MARK, text, flags=re.MULTILINE).replace(MARK + "\n", "!\n")


def without_library_frames(text: str) -> str:
    """Return a traceback in which a note stands for all but the last of a row of library frames."""

    def note(frames: re.Match) -> str:
        number = len(re.findall(r'^[ |]*File "', frames[0], re.MULTILINE))
        return f"{frames[1]}… {number} calls inside libraries …\n"

    return LIBRARY_FRAMES.sub(note, text)
