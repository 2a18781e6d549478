"""Know a cell that is a program of its own, `%%sandbox NAME`, and colour it as Python."""

from IPython.lib.lexers import IPython3Lexer
from pygments.lexer import bygroups, inherit
from pygments.token import Keyword, Operator, Text

MAGIC = "%%sandbox"


def is_program(source):
    return source.startswith(MAGIC)


def without_magic(source):
    """Return a cell with its magics made comments, every character in its place."""
    return "\n".join("#" + line[1:] if line[:1] in "%!" else line for line in source.split("\n"))


class LabLexer(IPython3Lexer):
    """Colours a lab's cells: below `%%sandbox` stands Python; IPython itself expects anything."""

    tokens = {  # noqa: RUF012 (that is how Pygments has it)
        "root": [(r"\A(%%)(sandbox)([^\n]*\n)", bygroups(Operator, Keyword, Text)), inherit]
    }
