"""Mark a piece of code as part of a program that a reader can run on the page.

```{run} 05-primes
with ProcessPoolExecutor(max_workers=4) as pool:
    ...
```

The whole program is chapters/programs/05-primes.py, in which each paragraph of these lines stands
as it is, but for its indent. Without lines, a fold shows the whole program, under the first line of
its docstring.
"""

import ast
import textwrap
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from extensions.book.dropdown import fold
from extensions.book.show import warn


class Run(SphinxDirective):
    """Show code in a block whose classes name its program; pages.js adds the button."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        path = Path(self.env.srcdir, "chapters", "programs", f"{name}.py")
        self.env.note_dependency(str(path))
        if not path.is_file():
            warn(self, f"run: there is no program {path.name} in chapters/programs")
            return []
        program = path.read_text("utf-8")
        if not self.content:
            opening, closing = fold(title_of(program), ' class="whole-program"')
            return [opening, self.block(name, program), closing]
        code = "\n".join(self.content)
        if not contains(program, code):
            warn(self, f"run: these lines do not stand together in {path.name}")
        return [self.block(name, code)]

    def block(self, name: str, code: str) -> nodes.literal_block:
        block = nodes.literal_block(code, code.rstrip(), language="python")
        block["classes"] += ["program", f"program-{name}"]
        self.set_source_info(block)
        return block


def title_of(program: str) -> str:
    """Return the first line of a program's docstring."""
    return (ast.get_docstring(ast.parse(program)) or "A program").splitlines()[0].rstrip(".")


def contains(program: str, code: str) -> bool:
    """Tell whether each paragraph of `code` stands in `program`, at some indent."""
    return all(_has(program.splitlines(), part.splitlines()) for part in code.split("\n\n"))


def _has(lines: list[str], wanted: list[str]) -> bool:
    wanted = [line for line in wanted if line]
    pieces = (lines[start : start + len(wanted)] for start in range(len(lines)))
    return any(dedented(piece) == dedented(wanted) for piece in pieces)


def dedented(lines: list[str]) -> list[str]:
    return textwrap.dedent("\n".join(lines)).splitlines()
