"""What a person has asked the list for, as it stands in the address: text, facets, factors kept for comparing."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from qiantan.registry.factors.facets import FACETS

LONGEST, MOST_COMPARED = 100, 4
LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """A text, the chosen values of facets, up to four factors to compare; `lapsed` asks for values no longer in force."""

    text: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    compared: tuple[str, ...] = ()
    lapsed: bool = False

    def address(self, **more: str) -> str:
        """Return the address of the list for this selection."""
        given = {"q": self.text, **self.chosen, "compare": ",".join(self.compared)}
        given |= {"state": LAPSED if self.lapsed else "", **more}
        narrowed = {name: value for name, value in given.items() if value}
        return f"{reverse('factors:list')}?{urlencode(narrowed)}" if narrowed else reverse("factors:list")

    def toggled(self, facet: str, value: str) -> "Selection":
        """Return the selection with a facet's value chosen, or no longer chosen when it was."""
        chosen = {name: one for name, one in self.chosen.items() if name != facet}
        return replace(self, chosen=chosen if self.chosen.get(facet) == value else {**chosen, facet: value})

    def comparing(self, factor_id: str) -> "Selection":
        """Return the selection with one more factor to compare, or one less when it was among them."""
        left = tuple(one for one in self.compared if one != factor_id)
        return replace(self, compared=left if factor_id in self.compared else (*left, factor_id)[:MOST_COMPARED])


def selection_of(asked: QueryDict) -> Selection:
    """Return what an address asks for; what it does not know is left out."""
    chosen = {facet: asked[facet][:LONGEST] for facet in FACETS if asked.get(facet)}
    return Selection(
        text=asked.get("q", "").strip()[:LONGEST],
        chosen=chosen,
        compared=compared_of(asked.get("compare", "")),
        lapsed=asked.get("state") == LAPSED,
    )


def compared_of(text: str) -> tuple[str, ...]:
    """Return the factors to compare, each once, at most four."""
    return tuple(dict.fromkeys(one[:120] for one in text.split(",") if one))[:MOST_COMPARED]
