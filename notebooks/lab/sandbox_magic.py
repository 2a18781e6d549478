"""The cell magic ``%%sandbox``: run the text of a cell as a program of its own.

    %load_ext lab.sandbox_magic                   (once, in the set-up cell)

    %%sandbox m04_broken --limit 3
    print("a plain Python program")

shows what became of it, and keeps that as `m04_broken` (see `lab.sandbox.Outcome`). Another
option is ``--interrupt-when ready``: a Ctrl-C, as soon as the program has printed that word.
"""

from IPython.core.error import UsageError
from IPython.core.getipython import get_ipython
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring

from lab import sandbox


@magic_arguments("%%sandbox")
@argument("name", help="the variable that keeps the outcome")
@argument("--limit", type=float, default=10.0, help="time limit in seconds")
@argument("--interrupt-when", default="", help="send a Ctrl-C when this word has been printed")
def run_cell(line: str, cell: str) -> None:
    """Run the cell in a sandbox, show the outcome, and keep it in the variable named first."""
    options = parse_argstring(run_cell, line)
    if not options.name.isidentifier():
        raise UsageError(f"{options.name!r} cannot be a variable: write %%sandbox NAME")
    outcome = sandbox.run(cell, options.limit, interrupt_when=options.interrupt_when)
    get_ipython().user_ns[options.name] = outcome
    print(outcome)


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Add the magic to a notebook."""
    shell.register_magic_function(run_cell, "cell", "sandbox")
