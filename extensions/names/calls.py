"""Know what a call in a lab's code returns, and which parameters it gives a value to."""

import ast

from extensions.names.inventory import CALLABLE, kind_of, positional_parameters
from extensions.names.values import FUTURES, LOCAL, ValueReader, element

RESULTS = {
    f"{FUTURES}Executor.submit": f"{FUTURES}Future()",
    f"{FUTURES}as_completed": f"*{FUTURES}Future()",
    f"{FUTURES}wait": f"**{FUTURES}Future()",
    "multiprocessing.get_context": "multiprocessing()",  # it has what the module has
    "multiprocessing.Manager": "multiprocessing.managers.SyncManager()",
    "threading.current_thread": "threading.Thread()",
    "threading.main_thread": "threading.Thread()",
}


class ExpressionReader(ValueReader):
    """Visit any expression, calls included."""

    def __init__(self, known=()):
        """Begin with what the names in `known` hold."""
        super().__init__(known)
        self.results = {}  # of the lab's own functions

    def visit_Starred(self, node):
        return self.visit(node.value)

    visit_Await = visit_Starred

    def visit_keyword(self, node):
        """Visit the value of a named argument."""
        return self.visit(node.value)

    def visit_Call(self, node):
        """Visit the function and its arguments; the value is what the call returns."""
        if isinstance(node.func, (ast.Name, ast.Attribute)):
            func = getattr(self, f"visit_{type(node.func).__name__}")(node.func, how="call")
        else:
            func = self.visit(node.func)
        values = [self.visit_argument(child) for child in [*node.args, *node.keywords]]
        if func == "functools.partial" and values and values[0]:
            self.note_parameters(values[0], node, node.args[1:])
            return values[0]
        self.note_parameters(func, node, node.args)
        if isinstance(node.func, ast.Name) and node.func.id in self.results:
            return self.results[node.func.id]
        return self.result_of(func, values)

    def visit_argument(self, node):
        """Visit what is given to a call; a function is handed over to be called."""
        value = self.visit(node)
        if kind_of(value) in CALLABLE:
            self.note(value, node, "", how="call")
        return value

    def result_of(self, func, values):
        """Return what a call of `func` returns, given the values of its arguments."""
        if func in RESULTS or func == LOCAL:
            return RESULTS.get(func, LOCAL)
        if kind_of(func) in ("class", "exception") and "." in func:
            return f"{func}()"
        if func and func.startswith("*"):
            return func
        many = next((value for value in values if value and value.startswith("*")), None)
        return element(many) if func == "next" else many

    def note_parameters(self, func, node, arguments):
        """Note each parameter that the call gives a value to, as `function(parameter)`."""
        if not func or not func.startswith(FUTURES):
            return
        given = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
        for name, argument in zip(positional_parameters(func), arguments, strict=False):
            if isinstance(argument, ast.Starred):
                break
            given[name] = argument
        for name, argument in given.items():
            self.note(f"{func}({name})", argument, "", how="call")
