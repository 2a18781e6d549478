"""Show a lab's results in a page: one role and two directives.

    {lab}`name:.2f`              a value, formatted; a step into it is `name.key` or `name[0]`
    {lab}`06-race::name:.2f`     a value of another lab than the page's own
    lab-figure, lab-claim        take a `name` or a `lab::name` as their argument

A name that the lab does not have is a warning. A lab that failed has been reported already:
then the page shows a dash, and no warning follows from it.
"""

from difflib import get_close_matches

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

from extensions.labs.results import LabResults, read_results
from extensions.labs.store import executed_path, lab_paths
from extensions.names.cell_role import address_of

logger = logging.getLogger(__name__)

DASH = "—"


def lab_of(place, name):
    """Return the lab that `name` speaks of: by default the one of the page's own name."""
    return name.rpartition("::")[0] or place.env.docname.rpartition("/")[2]


def find(place, name, kind):
    """Return the LabResults and the bare name that `name` speaks of.

    `place` is the role or directive; the page comes to depend on the lab. An unknown lab is
    a warning and counts as a lab without results.
    """
    lab_name, bare_name = lab_of(place, name), name.rpartition("::")[2]
    path = executed_path(place.env.srcdir, lab_name)
    place.env.note_dependency(str(path))
    try:
        return read_results(path), bare_name
    except OSError:
        known = ", ".join(p.stem for p in lab_paths(place.env.srcdir)) or "none"
        warn(place, f"{kind} '{name}': there is no lab '{lab_name}' (labs: {known})")
        return LabResults(error={}), bare_name


def warn(place, message):
    """Warn at the line of a role or directive."""
    logger.warning(message, type="lab", subtype="name", location=place.get_location())


def missing(place, kind, name, results, names):
    """Return what stands in for a result that is not there; warn if the lab did run."""
    if results.error is None:
        near = get_close_matches(name, names, cutoff=0.4) or sorted(names)[:5]
        warn(place, f"the lab has no {kind} '{name}' (nearest: {', '.join(near) or 'none'})")
    return nodes.Text(DASH)


class LabRole(SphinxRole):
    """Show one value, formatted by the specification after the colon."""

    def run(self):
        """Return the value's text."""
        lab, separator, rest = self.text.rpartition("::")
        name, _, spec = rest.partition(":")
        results, name = find(self, lab + separator + name, "value")
        try:
            text = format(results.value(name), spec)
        except KeyError:
            return [missing(self, "value", name, results, results.values)], []
        except (TypeError, ValueError) as problem:
            warn(self, f"value '{name}' cannot be shown as '{spec}': {problem}")
            text = DASH
        return [nodes.Text(text)], []


class LabHtml(SphinxDirective):
    """Show something that the lab has put into HTML itself, inline, with a link to its cell."""

    required_arguments = 1
    kind = ""
    told = ""
    ends = ""  # the tags before which the link belongs

    def run(self):
        results, name = find(self, self.arguments[0], self.kind)
        there = self.shown_by(results)
        if name not in there:
            dash = missing(self, self.kind, name, results, there)
            return [nodes.paragraph("", "", dash)]
        html = self.with_link(there[name], results.cells.get(f"{self.kind}:{name}"))
        return [nodes.raw("", html, format="html")]

    def with_link(self, html, cell_id):
        """Return the HTML with the link at its end, where there is a place and an address."""
        address = address_of(self.env, lab_of(self, self.arguments[0]), cell_id)
        if address is None or not html.endswith(self.ends):
            return html
        link = f' <a class="to-cell reference internal" href="{address}">{self.told}</a>'
        return html.removesuffix(self.ends) + link + self.ends


class LabFigure(LabHtml):
    """Show one figure."""

    kind, told, ends = "figure", "Drawn by this cell", "</figcaption></figure>"

    def shown_by(self, results):
        """Return {name: HTML} of all the lab's figures."""
        return {name: figure.html for name, figure in results.figures.items()}


class LabClaim(LabHtml):
    """Show one claim: the sentence, how it turned out, and the evidence."""

    kind, told, ends = "claim", "Tested by this cell", "</p></div>"

    def shown_by(self, results):
        """Return {name: HTML} of all the lab's claims."""
        return {name: claim["html"] for name, claim in results.claims.items()}
