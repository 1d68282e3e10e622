"""A dataset as a factor of ours: per gas where its inventory tells the gases, as CO2 equivalent where only that is stated.

What came out of our own export comes back unchanged. A foreign dataset must be closed (no product or waste left open),
state its amounts in units we know, and name its gases so that none is mistaken: carbon is never taken for CO2.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from pydantic import ValidationError

from qiantan.core.datasets.counting import counted_as, published_equivalent
from qiantan.core.datasets.document import Dataset, Exchange, Kind
from qiantan.core.datasets.export import KINDS
from qiantan.core.datasets.faults import Faults
from qiantan.core.datasets.figures import plain, product, quotient
from qiantan.core.datasets.gases import recognised
from qiantan.core.datasets.language import either
from qiantan.core.datasets.measures import known_dimension, our_unit
from qiantan.core.datasets.places import place_of
from qiantan.core.findings import Finding
from qiantan.core.quantities.units import UnitError
from qiantan.core.rules.schema import FactorRow
from qiantan.core.study.document import Distribution, Emission, Factor, Quality
from qiantan.core.study.shape import Amount, Named, Provenance

_KIND_OF: Final = {ours: theirs for theirs, ours in KINDS.items()}
_UNKNOWN_YEAR: Final = "未注明"
_PROVENANCE: Final = ("issuer", "document", "number", "place", "how_found", "found_in", "certainty", "licence", "note")


@dataclass(frozen=True, slots=True)
class FactorReading:
    """The factor a dataset states, and what was found; None with a blocking finding."""

    factor: Factor | None
    findings: tuple[Finding, ...]


def factor_of(dataset: Dataset, *, release: str, certainty: str = "low", kind: str = "") -> FactorReading:
    """Return a dataset as a factor of a release; a foreign dataset gets `certainty` until experts have looked at it.

    `kind` says which factor a foreign aggregated value is where its dataset cannot: ``electricity_footprint`` is never
    guessed.
    """
    faults = Faults(f"processes/{dataset.uuid}")
    if dataset.kind not in _KIND_OF:
        faults.add("DS-NO-EXPORT", dataset.kind.value)
        return FactorReading(None, faults.all())
    kind = kind or _KIND_OF[dataset.kind]
    facts = dict(dataset.facts)
    stated: dict[str, Any] = {"value": None, "emissions": (), "per": ""}
    if dataset.kind is Kind.PARAMETER:
        stated["value"] = _value(dataset, faults)
    else:
        stated["per"], stated["emissions"] = _emissions(dataset, faults)
    if faults.blocking:
        return FactorReading(None, faults.all())
    year = facts.get("reference_year") or str(dataset.time.reference_year or _UNKNOWN_YEAR)
    names = dataset.names.base
    try:
        factor = Factor(
            id=facts.get("id") or f"{release}:{dataset.uuid}",
            name=Named(zh=names.zh or names.en, en=facts.get("name_en", names.en)),
            kind=kind,
            boundary=facts.get("boundary") or either(dataset.technology.words)[:500],
            geography=facts.get("geography") or place_of(dataset.geography),
            reference_year=year,
            valid_to=facts.get("valid_to") or str(dataset.time.valid_until or ""),
            release=facts.get("release") or release,
            quality=_quality(facts),
            distribution=_distribution(dataset, facts),
            provenance=_provenance(dataset, facts, certainty),
            **stated,
        )
    except ValidationError as error:
        for one in error.errors():
            faults.add("DS-SHAPE", one["msg"], place=".".join(map(str, one["loc"])), expected=str(one["type"]))
        return FactorReading(None, faults.all())
    return FactorReading(factor, faults.all())


def rows_of(dataset: Dataset) -> tuple[FactorRow, ...]:
    """Return the ``factors.csv`` lines of a dataset that left as such. LookupError for one that did not."""
    facts = dict(dataset.facts)
    known = {name: facts[name] for name in FactorRow.model_fields if name in facts}
    if "id" not in known or "topic" not in known:
        raise LookupError(f"{dataset.uuid} did not come from factors.csv")
    names = dataset.names.base
    gases = [one for one in dataset.exchanges if one.id != dataset.function.exchange]
    amounts = [(recognised(one.flow, one.direction), one.amount) for one in gases]
    amounts += [("co2e", one.amount) for one in dataset.impacts]
    known |= {"kind": _KIND_OF[dataset.kind], "name_zh": names.zh or names.en}
    known.setdefault("name_en", names.en if names.zh else "")
    spread = next((one.spread for one in gases if one.spread is not None), None)
    if dataset.kind is Kind.PARAMETER:
        only = dataset.parameters[0]
        return (FactorRow(**known, value=only.value, unit=only.unit),)
    per = our_unit(dataset.reference.unit)
    return tuple(FactorRow(**known, per=per, flow=flow, kg=kg, spread=spread) for flow, kg in amounts)


def _value(dataset: Dataset, faults: Faults) -> Amount | None:
    if len(dataset.parameters) != 1:
        faults.add("DS-SHAPE", len(dataset.parameters), expected="1 variableParameter")
        return None
    only = dataset.parameters[0]
    try:
        unit = our_unit(only.unit)
    except UnitError as error:
        faults.add("DS-UNIT", only.unit, group=only.name, choices=error.zh)
        return None
    return Amount(value=only.value, unit=only.unit if unit == only.unit else unit)


def _emissions(dataset: Dataset, faults: Faults) -> tuple[str, tuple[Emission, ...]]:
    """Return unit and kilograms of each gas, for one unit of the reference flow."""
    reference = dataset.reference
    kind = known_dimension(reference.unit)
    if not kind:
        group = reference.flow.measure.group.name
        faults.add("DS-UNIT", reference.unit, group=group.zh or group.en, choices="t · kWh · GJ · Nm3 · t·km")
        return "", ()
    open_ones = [
        one for one in dataset.exchanges if one.flow.kind != "elementary" and one.id != reference.id and one.amount
    ]
    if open_ones:
        faults.add("DS-NOT-AGGREGATED", len(open_ones), place=f"exchanges/{open_ones[0].id}")
    gases: dict[str, Decimal] = {}
    unknown: dict[str, None] = {}
    for one in dataset.exchanges:
        if one.flow.kind == "elementary":
            _count(one, gases, unknown, faults)
    if unknown:
        faults.add("DS-GAS-UNKNOWN", tuple(unknown))
    if not gases:
        published = published_equivalent(dataset)
        gases = {} if published is None else {"co2e": published}
    if not gases:
        faults.add("DS-NO-GAS")
    per = our_unit(reference.unit)
    return per, tuple(Emission(flow=flow, kg=_per_unit(kg, reference.amount)) for flow, kg in gases.items())


def _per_unit(amount: Decimal, reference: Decimal) -> Decimal:
    return amount if reference == 1 else quotient(amount, reference)


def _count(one: Exchange, gases: dict[str, Decimal], unknown: dict[str, None], faults: Faults) -> None:
    counted = counted_as(one.flow, one.direction, one.unit)
    if counted.code and one.amount:
        if counted.code == "DS-GAS-UNKNOWN":
            unknown[one.flow.name.en or one.flow.name.zh] = None
        else:
            found = one.unit if counted.code == "DS-GAS-UNIT" else either(one.flow.name)
            faults.add(counted.code, found, place=f"exchanges/{one.id}", gas=either(one.flow.name))
    if not counted.gas:
        return
    kilograms = one.amount if counted.kilograms == 1 else product(one.amount, counted.kilograms)
    gases[counted.gas] = gases.get(counted.gas, Decimal(0)) + counted.sign * kilograms


def _quality(facts: Mapping[str, str]) -> Quality | None:
    scores = facts.get("quality", "").split()
    return Quality(**dict(zip(Quality.model_fields, map(int, scores), strict=True))) if scores else None


def _distribution(dataset: Dataset, facts: Mapping[str, str]) -> Distribution | None:
    if "distribution" in facts:
        named = {name: facts[name] for name in ("spread", "lower", "upper", "basis") if name in facts}
        return Distribution(kind=facts["distribution"], **named)
    spreads = {(one.distribution, one.spread) for one in dataset.exchanges if one.spread is not None}
    if len(spreads) != 1:
        return None
    kind, spread = spreads.pop()
    return Distribution(kind=kind, spread=Decimal(plain(spread)[:40]) if spread else None)


def _provenance(dataset: Dataset, facts: Mapping[str, str], certainty: str) -> Provenance:
    if "document" in facts and "certainty" in facts:
        known = {name: facts[name] for name in _PROVENANCE if name in facts}
        return Provenance(**known, year=facts.get("published_year", ""))
    owner, sources = dataset.administration.owner, dataset.modelling.sources
    document = "; ".join(either(one.name) for one in sources if either(one.name)) or either(dataset.names.base)
    return Provenance(
        issuer=either(owner.name)[:500] if owner else "",
        document=document[:500],
        number=f"{dataset.uuid} {dataset.administration.version}",
        how_found="text",
        found_in=(dataset.administration.uri or f"urn:uuid:{dataset.uuid}")[:500],
        certainty=certainty,
        licence=either(dataset.administration.access)[:500] or dataset.administration.licence,
        note=either(dataset.names.comment)[:20_000],
    )
