"""The cell magic ``%%sandbox``: run the text of a cell as a program of its own.

    %load_ext lab.sandbox_magic                   (once, in the set-up cell)

    %%sandbox m04_broken --limit 3
    print("a plain Python program")

shows what became of it, and keeps that as `m04_broken` (see `lab.sandbox.Outcome`). Other
options: ``--interrupt-when ready`` sends a Ctrl-C, as soon as the program has printed that word;
``--on there`` lets a variable run the program, as lab/newer.py does on another Python.
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
@argument("--on", default="", help="the variable that runs it, instead of this Python")
def run_cell(line: str, cell: str) -> None:
    """Run the cell in a sandbox, show the outcome, and keep it in the variable named first."""
    options = parse_argstring(run_cell, line)
    if not options.name.isidentifier():
        raise UsageError(f"{options.name!r} cannot be a variable: write %%sandbox NAME")
    names = get_ipython().user_ns
    if options.on and options.on not in names:
        raise UsageError(f"there is no variable {options.on!r} yet: run the cell that makes it")
    runner = names[options.on] if options.on else sandbox
    outcome = runner.run(cell, options.limit, interrupt_when=options.interrupt_when)
    names[options.name] = outcome
    print(outcome)


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Add the magic to a notebook."""
    shell.register_magic_function(run_cell, "cell", "sandbox")
