"""Find the names of the standard library in the code of a page, from its syntax trees alone.

`NameReader` reads one cell after the other and remembers what each variable holds. It is no type
checker: it follows imports, `with`, loops and comprehensions, and where it knows nothing, a
variable called `pool` or `future` is taken for one.
"""

import ast
import re

from extensions.labs.sandbox_cells import is_program, without_magic
from extensions.names.calls import ExpressionReader
from extensions.names.values import FUTURES, LOCAL, collection, element

ENTER = f"{FUTURES}Executor.__enter__"
EXECUTOR = re.compile(rf"{FUTURES}\w*Executor\(\)")


class NameReader(ExpressionReader):
    """Read the cells of one page in their order."""

    def read(self, source):
        """Return the uses in one cell; none for a cell that is not Python.

        A cell that is a program of its own shares no variable with the others.
        """
        if is_program(source):
            return NameReader().read(without_magic(source))
        source = without_magic(source)
        self.uses, self.lines = [], source.splitlines()
        try:
            flags = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
            tree = compile(source, "<cell>", "exec", flags, dont_inherit=True)
        except SyntaxError:
            return []
        self.visit(tree)
        return self.uses

    # Imports

    def visit_Import(self, node):
        """Remember modules by their names here."""
        for alias in node.names:
            top = alias.name.partition(".")[0]
            self.known[alias.asname or top] = alias.name if alias.asname else top
            self.note(alias.name, alias, alias.name, how="import")

    def visit_ImportFrom(self, node):
        """Remember what comes from a module."""
        if node.module and not node.level:
            place = ast.Name(node.module, lineno=node.lineno, col_offset=node.col_offset + 5)
            self.note(node.module, place, node.module, how="import")
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                self.known[alias.asname or alias.name] = full
                self.note(full, alias, alias.name, how="import")

    # Statements and expressions that give a name to a value

    def visit_Assign(self, node):
        """Give the value to each target; None says only that something may not be there."""
        value = self.visit(node.value)
        if isinstance(node.value, ast.Constant) and node.value.value is None:
            return
        for target in node.targets:
            self.bind(target, value)

    def visit_NamedExpr(self, node):
        value = self.visit(node.value)
        self.bind(node.target, value)
        return value

    def visit_withitem(self, node):
        """Enter a context; that of a pool is noted."""
        value = self.visit(node.context_expr)
        if value and EXECUTOR.fullmatch(value):
            self.note(ENTER, node.context_expr, "", how="call")
        if node.optional_vars:
            self.bind(node.optional_vars, value)

    def visit_For(self, node):
        """Let the loop's variable hold what the collection holds."""
        self.bind(node.target, element(self.visit(node.iter)))
        for statement in [*node.body, *node.orelse]:
            self.visit(statement)

    visit_AsyncFor = visit_For

    def visit_comprehension(self, node):
        """Do as a loop does, then look at the conditions."""
        self.bind(node.target, element(self.visit(node.iter)))
        for condition in node.ifs:
            self.visit(condition)

    def visit_ListComp(self, node):
        """Visit the loops first, then what is collected."""
        for loop in node.generators:
            self.visit(loop)
        parts = (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)
        return collection([self.visit(part) for part in parts])

    visit_GeneratorExp = visit_SetComp = visit_DictComp = visit_ListComp

    # What has a scope of its own

    def visit_FunctionDef(self, node):
        outer, self.returned = self.known.copy(), None
        self.bind_parameters(node.args)
        for part in [*node.decorator_list, *node.body]:
            self.visit(part)
        self.known, self.results[node.name] = outer, self.returned
        self.known[node.name] = LOCAL

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node):
        outer = self.known.copy()
        self.bind_parameters(node.args)
        self.visit(node.body)
        self.known = outer

    def bind_parameters(self, arguments):
        """Take what an annotation says; a parameter without one is unknown."""
        self.visit_each(arguments.defaults + [d for d in arguments.kw_defaults if d])
        for argument in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]:
            said = argument.annotation and self.visit(argument.annotation)
            self.known[argument.arg] = f"{said}()" if said and said != LOCAL else None

    def visit_each(self, nodes):
        for node in nodes:
            self.visit(node)

    def visit_Return(self, node):
        """Remember what the function returns."""
        value = self.visit(node.value) if node.value else None
        self.returned = value or self.returned

    def visit_ClassDef(self, node):
        outer = self.known.copy()
        self.generic_visit(node)
        self.known = outer
        self.known[node.name] = LOCAL
