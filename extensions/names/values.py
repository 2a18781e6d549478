"""Know what an expression of a lab's code stands for.

A value is the full name of a module, class or function; `Class()` for an instance; `*Class()`
for a collection of them; LOCAL for what the lab has made itself; None where nothing is known.
"""

import ast
from typing import NamedTuple

from extensions.names.inventory import documented, kind_of, method_name

FUTURES = "concurrent.futures."
USUAL = {
    "pool": f"{FUTURES}Executor()",
    "executor": f"{FUTURES}Executor()",
    "future": f"{FUTURES}Future()",
    "futures": f"*{FUTURES}Future()",
}
LOCAL = "?"


class Use(NamedTuple):
    """A name in the code: what it is in full, where it stands (line and column from 0)."""

    name: str
    text: str
    line: int
    column: int
    how: str  # "name", "call" or "import"


def element(value):
    """Return what a loop over the value yields."""
    return value[1:] if value and value.startswith("*") else value


def collection(values):
    """Return a collection that holds the first value of which something is known."""
    known = next((value for value in values if value and value != LOCAL), None)
    return known and f"*{known}"


class ValueReader(ast.NodeVisitor):
    """Visit expressions: each visit notes the names used, and returns the expression's value."""

    def __init__(self, known=()):
        """Begin with what the names in `known` hold; not safe for several threads."""
        self.known = dict(known)
        self.uses = []
        self.lines = []

    def bind(self, target, value):
        """Let a variable, or each of several, hold the value."""
        if isinstance(target, ast.Name):
            self.known[target.id] = value
        elif isinstance(target, (ast.Tuple, ast.List)):
            for part in target.elts:
                self.bind(part, element(value))
        elif isinstance(target, ast.Starred):
            self.bind(target.value, value)
        else:
            self.visit(target)

    def note(self, value, node, text, end=None, how="name"):
        """Note the use of `value`, which is written as `text` where `node` begins or ends."""
        if not value or value.startswith((LOCAL, "*")):
            return
        line = node.lineno - 1 if end is None else node.end_lineno - 1
        offset = node.col_offset if end is None else end - len(text)
        if line >= len(self.lines):
            return  # Python 3.11 counts wrongly in f-strings of several lines
        column = len(self.lines[line].encode()[:offset].decode(errors="ignore"))
        self.uses.append(Use(value.removesuffix("()"), text, line, column, how))

    def visit_Name(self, node, how="name"):
        value = self.known.get(node.id)
        if value is None and node.id not in self.known and node.id in documented():
            value = node.id  # a builtin
        if value is None:
            return USUAL.get(node.id)
        if not value.endswith("()"):
            self.note(value, node, node.id, how=how)
        return value

    def visit_Attribute(self, node, how="name"):
        """Look for the attribute in the module, or in the class and its bases."""
        value = self.visit(node.value)
        if not value or value == LOCAL:
            return value
        if value.startswith("*"):  # futures.values(), or one of the two sets from wait()
            return element(value) if value.startswith("**") else value
        owner = value.removesuffix("()")
        found = method_name(owner, node.attr)
        if found is None and kind_of(owner) == "module":
            found = f"{owner}.{node.attr}"
        self.note(found, node, node.attr, end=node.end_col_offset, how=how)
        return found

    def visit_Subscript(self, node):
        self.visit(node.slice)
        return element(self.visit(node.value))

    def visit_List(self, node):
        """Visit a list, tuple or set: a collection."""
        return collection([self.visit(child) for child in node.elts])

    visit_Tuple = visit_Set = visit_List

    def visit_Dict(self, node):
        """Visit a dict: a collection of its keys, or else of its values."""
        parts = [*node.keys, *node.values]
        return collection([self.visit(part) for part in parts if part is not None])
