"""The worksheet of one calculation: its figures with units, and the steps written down as they are computed.

A step is written once, as ``"{amount} × {ncv}"``; the wording in both languages and the line of figures follow from
it, so that explanation and arithmetic cannot drift apart. Tests evaluate every such line.
"""

from collections.abc import Mapping
from typing import NamedTuple

from qiantan.core.findings.finding import Text
from qiantan.core.quantities.units import Quantity

# A float, or a complex number while the engine differentiates.
Number = float | complex


class Step(NamedTuple):
    """One line of arithmetic: what is computed, the formula in words, the same in figures, and the result."""

    label: Text
    words: Text
    figures: str
    value: float
    unit: str


class Worksheet:
    """The figures a method may use, in the units of its formula; `steps` collects the lines when wanted, `used` the names
    of the figures the formula looked at.
    """

    def __init__(self, figures: Mapping[str, Quantity], titles: Mapping[str, Text], *, written: bool = True) -> None:
        self.amount: Number = figures["amount"].value
        self.unit = figures["amount"].unit
        self.steps: list[Step] = []
        self.used: set[str] = set()
        self._figures = dict(figures)
        self._titles = dict(titles)
        self._written = written

    def __contains__(self, name: str) -> bool:
        return name in self._figures

    def __getitem__(self, name: str) -> Number:
        """Return the figure of a parameter or an earlier step."""
        self.used.add(name)
        return self._figures[name].value

    def get(self, name: str, default: Number) -> Number:
        """Return a figure, or a default where it is not given."""
        return self._figures[name].value if name in self._figures else default

    def unit_of(self, name: str) -> str:
        """Return the unit a figure has on this sheet."""
        return self._figures[name].unit

    def step(self, name: str, label: Text, line: str, value: Number, unit: str) -> Number:
        """Write down one line, ``name = line``, and return its value.

        `line` names earlier figures in braces: ``"{amount} × {ncv}"``.
        """
        if self._written:
            self._figures[name] = Quantity(value, unit)  # type: ignore[arg-type]
            self._titles[name] = label
            words = Text(
                line.format_map({key: title.zh for key, title in self._titles.items()}),
                line.format_map({key: title.en for key, title in self._titles.items()}),
            )
            figures = line.format_map({key: shown(figure) for key, figure in self._figures.items()})
            self.steps.append(Step(label, words, figures, value.real, unit))
        return value


def shown(figure: Quantity) -> str:
    """Return a figure with its unit as people write it: ``88,000 t``; at most ten significant digits."""
    text = format(figure.value.real, ",.10g")
    return text if figure.unit == "ratio" else f"{text} {figure.unit}"
