"""A cell that is a program of its own looks like Python on the page."""

from pygments.token import Keyword, Token

from extensions.labs.sandbox_cells import LabLexer


def kinds(source):
    """Return {text: how it is coloured}."""
    return {text: kind for kind, text in LabLexer().get_tokens(source)}


def test_the_text_below_the_magic_is_coloured_as_python():
    seen = kinds("%%sandbox m04_broken --limit 3\nimport os\nos._exit(1)\n")
    assert seen["sandbox"] is Keyword
    assert seen["import"] in Keyword
    assert seen["1"] in Token.Literal.Number


def test_other_magics_are_left_to_ipython():
    assert "import" not in kinds("%%bash\nimport os\n")
