"""Say what helps after a cell that lacked a name, or that was stopped.

The kernel loads it at its start where tools/environment.py has made the environment, else
`lab.check` does.
"""

import traceback

from IPython.core.interactiveshell import InteractiveShell

from lab.ending import Started
from lab.out_of_order import name_of, where_made

STOPPED_IMPORT = (
    "\nYou stopped an import half-way, and Python does not begin it anew. "
    "Restart the kernel before you go on: Kernel > Restart Kernel."
)
RUNS_ON = (
    "\nThe cell was stopped, but not what it has started: {}. It disturbs what you measure. "
    "Restart the kernel before you go on: Kernel > Restart Kernel."
)


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Look at each cell before and after it runs; once, however often this is loaded."""
    if getattr(shell, "looks_after_cells", False):
        return
    before: list[Started] = []

    def note(info: object) -> None:
        before[:] = [Started()]

    def look(result: object) -> None:
        ran = [str(text).strip() for text in shell.user_ns.get("In", ())]
        if told := what_helps(result.error_in_exec, ran, before):
            print(told)

    shell.looks_after_cells = True
    shell.events.register("pre_run_cell", note)
    shell.events.register("post_run_cell", look)


def what_helps(error: BaseException | None, ran: list[str], before: list[Started]) -> str:
    """Return a sentence about how a cell ended, or "". `ran` are the texts of the cells so far."""
    if isinstance(error, NameError) and (name := name_of(error)):
        return where_made(name, ran)
    if not isinstance(error, KeyboardInterrupt):
        return ""
    if within_import(error):
        return STOPPED_IMPORT
    if before and not before[0].settled():
        return RUNS_ON.format(before[0].names())
    return ""


def within_import(error: BaseException) -> bool:
    """Tell whether an exception came up while a module ran, below the one that is the cell."""
    frames = traceback.extract_tb(error.__traceback__)
    return sum(frame.name == "<module>" for frame in frames) > 1
