"""The question of a page as its address holds it: a factor and the value typed for it, further changed factors, a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

if TYPE_CHECKING:
    from qiantan.core.province.answers import Use

# A factor is no larger than this in any unit of the library; beyond, somebody slipped on the keyboard.
LARGEST = 1e12
LONGEST = 40
MOST = 20
FIRST = "electricity_footprint"
LOWER = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The factor asked about, the value it is stated as, factors changed besides, and what was typed but is no number."""

    use: "Use"
    value: float
    also: tuple[tuple["Use", float], ...] = ()
    refused: str = ""

    @property
    def changes(self) -> dict[str, float]:
        """All changed factors by id."""
        return {**{use.id: value for use, value in self.also}, self.use.id: self.value}

    @property
    def query(self) -> str:
        """The question as the query of an address."""
        return urlencode(
            [
                ("factor", self.use.id),
                ("of", self.use.id),
                ("value", plain(self.value)),
                *(("also", f"{use.id}={plain(value)}") for use, value in self.also),
            ]
        )

    @property
    def address(self) -> str:
        """Where the question is answered."""
        return f"{reverse('network:front')}?{self.query}"

    def without(self, factor: str) -> str:
        """Return where the question is answered without one of the further factors."""
        left = tuple(pair for pair in self.also if pair[0].id != factor)
        return Question(use=self.use, value=self.value, also=left).address


def question_of(asked: QueryDict, uses: "Sequence[Use]") -> Question:
    """Return the question of an address; without one, electricity ten per cent lower, else the most used factor."""
    by_id = {use.id: use for use in uses}
    first = next((use for use in uses if use.kind == FIRST), uses[0])
    use = by_id.get(asked.get("factor", ""), first)
    # The value belongs to the factor it was typed for; another factor starts from its own.
    typed = asked.get("value", "").strip()[:LONGEST] if asked.get("of", use.id) == use.id else ""
    value = number(typed)
    return Question(
        use=use,
        value=starting_value(use) if value is None else value,
        also=tuple((by_id[name], more) for name, more in _also(asked) if name in by_id and name != use.id),
        refused=typed if typed and value is None else "",
    )


def starting_value(use: "Use") -> float:
    """Return the value a question starts from: ten per cent below what most studies pin."""
    return float(f"{use.values[0][0] * LOWER:.6g}")


def number(text: str) -> float | None:
    """Return a figure as people type it; none for what is no figure or none a factor can have."""
    try:
        value = float(text.replace(",", "").replace("，", ""))
    except ValueError:
        return None
    return value if isfinite(value) and abs(value) < LARGEST else None


def plain(value: float) -> str:
    """Write a value as it can be typed again, without powers of ten."""
    text = f"{value:.8g}"
    return f"{value:.12f}".rstrip("0").rstrip(".") if "e" in text else text


def _also(asked: QueryDict) -> list[tuple[str, float]]:
    found: dict[str, float] = {}
    for pair in asked.getlist("also")[:MOST]:
        name, _, text = pair.rpartition("=")
        value = number(text)
        if value is not None:
            found[name] = value
    return list(found.items())
