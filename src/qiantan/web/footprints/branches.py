"""The arithmetic behind one number as a tree of words."""

from collections.abc import Sequence
from dataclasses import dataclass

from qiantan.core.results.explain import Explanation
from qiantan.web.footprints.links import explain_link
from qiantan.web.ui.wording import significant, words

OPEN_DEPTH = 2
DIMENSIONLESS = "ratio"


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One number of an explanation, with the numbers it is made of; `href` opens it by itself where it has more."""

    label: str
    figure: str
    source: str
    href: str
    branches: Sequence["Branch"]
    open: bool


def _figure(node: Explanation) -> str:
    if node.value is None:
        return ""
    unit = "" if node.unit == DIMENSIONLESS else f" {node.unit.replace('CO2', 'CO₂')}"
    return f"{significant(node.value, 6)}{unit}"


def branch(node: Explanation, run: str, depth: int = 0) -> Branch:
    """Return an explanation in words; the first levels stand open."""
    closed = node.to and not node.children
    return Branch(
        label=words(node.label),
        figure=_figure(node),
        source=words(node.source) if node.source else "",
        href=explain_link(run, node.to) if closed else "",
        branches=[branch(child, run, depth + 1) for child in node.children],
        open=depth < OPEN_DEPTH,
    )
