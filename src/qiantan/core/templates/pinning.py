"""Pinning: which factor stands behind an exchange, with its provenance and scores, as the study will hold it.

Four kinds are pinned beside those a plan names: values the template assumes and says so, sums of rulebook factors, what
the plant's suppliers state, and published factors a row names by their id.
"""

from collections.abc import Callable
from decimal import Decimal

from qiantan.core.study.document import Emission, Factor
from qiantan.core.study.shape import Amount, Named, Provenance
from qiantan.core.templates.answers import converted
from qiantan.core.templates.schema import Sum, Template
from qiantan.core.templates.scoring import Scoring, as_proxy, latest_year, scored

# Releases of factors that no rulebook holds.
SUPPLIER, SUMS = "supplier", "template-sums"


class Pins:
    """The factors of one study, in the order of their first use."""

    def __init__(self, template: Template, rulebook: Callable[[str], Factor], scoring: Scoring, year: int) -> None:
        self._assumed = {factor.id: factor for factor in template.factors}
        self._sums = {each.id: each for each in template.sums}
        self._rulebook, self._scoring, self._year = rulebook, scoring, year
        self._pinned: dict[str, Factor] = {}
        self._proxies: set[str] = set()

    @property
    def factors(self) -> tuple[Factor, ...]:
        """Return every factor pinned so far."""
        return tuple(self._pinned.values())

    def find(self, factor_id: str) -> Factor:
        """Return a factor with its scores, without pinning it; `LookupError` where nobody has it."""
        if factor_id in self._pinned:
            return self._pinned[factor_id]
        found = self._assumed.get(factor_id)
        if found is None:
            sum_ = self._sums.get(factor_id)
            found = self._summed(sum_) if sum_ else self._rulebook(factor_id)
        return scored(self._scoring, found, self._year)

    def pin(self, factor: Factor) -> str:
        """Pin a factor; return its id."""
        self._pinned.setdefault(factor.id, factor)
        return factor.id

    def keep(self, used: frozenset[str]) -> tuple[Factor, ...]:
        """Return the pinned factors that are used, in the order of their first use."""
        return tuple(factor for factor in self.factors if factor.id in used)

    def _summed(self, plan: Sum) -> Factor:
        parts = [self._rulebook(factor_id) for factor_id in plan.of]
        first = parts[0]
        kg: dict[str, Decimal] = {}
        for part in parts:
            per = converted(Decimal(1), first.per, part.per)
            for emission in part.emissions:
                kg[emission.flow] = kg.get(emission.flow, Decimal(0)) + emission.kg * per
        provenance = first.provenance.model_copy(
            update={"how_found": "derived", "certainty": "derived", "note": "＋".join(part.name.zh for part in parts)}
        )
        return first.model_copy(
            update={
                "id": plan.id,
                "name": plan.name,
                "emissions": tuple(Emission(flow=flow, kg=value) for flow, value in kg.items()),
                "boundary": "；".join(dict.fromkeys(part.boundary for part in parts if part.boundary)),
                "release": SUMS,
                "provenance": provenance,
            }
        )

    def published(self, factor: Factor, *, proxy: bool) -> Factor:
        """Return a published factor with its scores; as a proxy with lower ones.

        The id stays, so that releases and uses can be followed: a factor that is a proxy in one row of a study carries
        the lower scores in all of them.
        """
        if proxy:
            self._proxies.add(factor.id)
        made = scored(self._scoring, factor, self._year)
        if factor.id in self._proxies:
            made = as_proxy(self._scoring, made)
            self._pinned[factor.id] = made
        return made

    def stated(self, factor_id: str, name: Named, kg_co2e: Amount, source: str, *, electricity: bool) -> Factor:
        """Return the footprint a supplier states, kg CO2e per one unit, with the words that say where it is from."""
        factor = Factor(
            id=factor_id,
            name=Named(zh=f"{name.zh}（供应商）", en=f"{name.en or name.zh} (supplier)"),
            kind="electricity_footprint" if electricity else "footprint",
            per=kg_co2e.unit,
            emissions=(Emission(flow="co2e", kg=kg_co2e.value),),
            boundary="按供应商声明",
            geography="CN",
            reference_year=latest_year(source) or "未注明",
            release=SUPPLIER,
            provenance=Provenance(document=source[:500], certainty="medium", note="供应商声明，未经本平台核对"),
        )
        return scored(self._scoring, factor, self._year)
