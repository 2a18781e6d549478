"""Turn the code of a notebook's cell into code that a script can hold."""

import ast
import io
import re
import shlex
import textwrap
import tokenize

from extensions.labs.sandbox_cells import is_program

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
WAITS = (ast.Await, ast.AsyncFor, ast.AsyncWith)


def plain_python(code):
    """Return the code without what only a notebook understands.

    A cell that writes a file still does, and one that runs a program in a sandbox; other magics
    become comments, and so does a cell that is no Python without them.
    """
    first, _, rest = code.partition("\n")
    if is_program(code):
        return sandboxed(first, rest)
    if first.startswith("%%writefile"):
        name = first.split(None, 1)[1].strip("\"' ")
        return f'import pathlib\n\npathlib.Path(f"{name}").write_text({rest!r}, encoding="utf-8")'
    without_magics = re.sub(r"^(?=[%!])", "# ", code, flags=re.MULTILINE)
    if first.startswith("%%") or not is_python(without_magics):
        return textwrap.indent(code, "# ", lambda line: True)
    return without_magics


def is_python(code):
    try:
        ast.parse(code)
    except SyntaxError:
        return False
    return True


def sandboxed(first, program):
    """Return code that runs a program in the sandbox, as the magic in its first line does."""
    name, *options = shlex.split(first)[1:]
    given = dict(zip(options[::2], options[1::2], strict=True))
    limit = f", limit_s={given['--limit']}" if "--limit" in given else ""
    word = f", interrupt_when={given['--interrupt-when']!r}" if "--interrupt-when" in given else ""
    text = repr(program) if "'''" in program else f"r'''{program}\n'''"
    runner = given.get("--on", "sandbox")
    head = "" if "--on" in given else "from lab import sandbox\n\n"
    return f"{head}{name} = {runner}.run({text}{limit}{word})\nprint({name})"


def shown(code):
    """Return the code such that it prints its last expression, as a notebook shows it."""
    last = ast.parse(code).body[-1:]
    if not last or not isinstance(last[0], ast.Expr) or isinstance(last[0].value, ast.Call):
        return code  # nothing to show, or a call, which nearly always shows by itself
    lines = code.splitlines()
    start, end = last[0].lineno - 1, last[0].end_lineno
    expression = "\n".join(lines[start:end]).rstrip()
    if expression.endswith(";"):
        return code
    return "\n".join([*lines[:start], f"show({_uncommented(expression)})", *lines[end:]])


def _uncommented(expression):
    """Return an expression without the comment behind it, which would swallow a bracket."""
    value = ast.parse(expression).body[0].value
    return ast.get_source_segment(expression, value)


def waits_at_top(code):
    """Tell whether the code says `await` outside of any function."""
    waiting = [ast.parse(code)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, WAITS):
            return True
        waiting += [n for n in ast.iter_child_nodes(node) if not isinstance(n, FUNCTIONS)]
    return False


def lines_inside_strings(code):
    """Return the numbers of the lines that begin inside of a string: their blanks count."""
    inside = set()
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if "STRING" in tokenize.tok_name[token.type]:
            inside.update(range(token.start[0] + 1, token.end[0] + 1))
    return inside


def indent(code, blanks):
    """Return code moved to the right, with the text of its strings as it is."""
    inside = lines_inside_strings(code)
    lines = enumerate(code.splitlines(), 1)
    return "\n".join(" " * blanks + text if text and n not in inside else text for n, text in lines)
