"""Factors of ours as process datasets, so that each can leave in every exchange format.

A factor of several gases becomes exchanges with air; an unsplit CO2 equivalent becomes an impact; a method parameter a
parameter of the process; a GWP set a list of parameters. Whatever else the factor states (page, certainty, how it was
found) goes along among the facts under the factor's own names, so that `rows_of` and `factor_of` give it back unchanged.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final, NamedTuple

from qiantan.core.datasets.classes import process_class, product_class
from qiantan.core.datasets.document import (
    Administration,
    Dataset,
    Exchange,
    Flow,
    Function,
    Impact,
    Kind,
    Modelling,
    Names,
    Parameter,
    Reference,
    Technology,
    Time,
)
from qiantan.core.datasets.figures import plain
from qiantan.core.datasets.gases import gas_flow
from qiantan.core.datasets.identity import uuid_of
from qiantan.core.datasets.language import has_chinese, text_of
from qiantan.core.datasets.measures import measure_of, their_unit
from qiantan.core.datasets.places import geography_of
from qiantan.core.findings import Text
from qiantan.core.quantities.units import is_unit, normalise_unit
from qiantan.core.rules.schema import CharacterizationFile, FactorRow, ReleaseFile
from qiantan.core.study.document import Distribution, Factor
from qiantan.core.study.shape import Amount

KINDS: Final = {
    "footprint": Kind.AGGREGATED,
    "electricity_footprint": Kind.ELECTRICITY_FOOTPRINT,
    "emission": Kind.EMISSION,
    "electricity_emission": Kind.ELECTRICITY_EMISSION,
    "parameter": Kind.PARAMETER,
}
# What stands elsewhere in a dataset than among its facts.
_ELSEWHERE: Final = frozenset({"name_zh", "name_en", "kind", "per", "flow", "kg", "value", "unit", "spread"})
_TYPES: Final = {
    Kind.AGGREGATED: "LCI result",
    Kind.ELECTRICITY_FOOTPRINT: "LCI result",
    Kind.EMISSION: "Unit process, black box",
    Kind.ELECTRICITY_EMISSION: "Unit process, black box",
    Kind.PARAMETER: "Unit process, black box",
    Kind.GWP_SET: "Unit process, black box",
}
_USES: Final = {
    Kind.AGGREGATED: Text("产品碳足迹核算", "Product carbon footprints"),
    Kind.EMISSION: Text("直接排放核算", "Direct emissions"),
    Kind.ELECTRICITY_FOOTPRINT: Text("产品碳足迹核算中的用电", "Electricity in product carbon footprints"),
    Kind.ELECTRICITY_EMISSION: Text(
        "组织层面核算，不得用于产品碳足迹", "Organisation accounts; not for product carbon footprints"
    ),
    Kind.PARAMETER: Text("排放核算方法的参数", "Parameter of an emission method"),
    Kind.GWP_SET: Text("特征化", "Characterisation"),
}
GWP: Final = Reference(
    "method", uuid_of("method", "gwp100"), Text("全球变暖潜势（100 年）", "Global warming potential, 100 years")
)
_YEAR: Final = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
_NAME_LIMIT: Final = 500


class _Stated(NamedTuple):
    """What a factor states, whichever of our two shapes it came in."""

    id: str
    name: Text
    kind: Kind
    per: str
    gases: tuple[tuple[str, Decimal], ...]
    value: Amount | None
    distribution: Distribution | None
    facts: Mapping[str, str]


def dataset_of_rows(rows: Iterable[FactorRow], release: ReleaseFile | None = None) -> Dataset:
    """Return the lines of one factor (same id, one gas each) as a dataset of their release."""
    lines = tuple(rows)
    row = lines[0]
    stated = row.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    facts = {name: str(value) for name, value in stated.items() if name not in _ELSEWHERE}
    if has_chinese(row.name_en):
        facts["name_en"] = row.name_en
    if release is not None:
        facts |= {"release": release.id}
    spread = Distribution(kind="lognormal", spread=row.spread) if row.spread is not None else None
    dataset = _dataset(
        _Stated(
            id=row.id,
            name=Text(row.name_zh, row.name_en),
            kind=KINDS[row.kind],
            per=row.per,
            gases=tuple((one.flow, one.kg) for one in lines if one.kg is not None),
            value=Amount(value=row.value, unit=row.unit) if row.value is not None else None,
            distribution=spread,
            facts=facts,
        )
    )
    return dataset if release is None else _published(dataset, release)


def dataset_of_factor(factor: Factor) -> Dataset:
    """Return a factor as a study pins it as a dataset."""
    facts = {"id": factor.id, "release": factor.release, "geography": factor.geography}
    facts |= {"reference_year": factor.reference_year, "valid_to": factor.valid_to, "boundary": factor.boundary}
    provenance = factor.provenance.model_dump()
    facts |= {"published_year" if name == "year" else name: said for name, said in provenance.items()}
    if factor.quality is not None:
        facts["quality"] = " ".join(str(score) for score in factor.quality.model_dump().values())
    if factor.distribution is not None:
        facts["distribution"] = factor.distribution.kind
        facts["basis"] = factor.distribution.basis
        facts |= {
            name: plain(value)
            for name in ("spread", "lower", "upper")
            if (value := getattr(factor.distribution, name)) is not None
        }
    if has_chinese(factor.name.en):
        facts["name_en"] = factor.name.en
    return _dataset(
        _Stated(
            id=factor.id,
            name=Text(factor.name.zh, factor.name.en),
            kind=KINDS[factor.kind],
            per=factor.per,
            gases=tuple((one.flow, one.kg) for one in factor.emissions),
            value=factor.value,
            distribution=factor.distribution,
            facts={name: said for name, said in facts.items() if said},
        )
    )


def dataset_of_gwp_set(gwp: CharacterizationFile) -> Dataset:
    """Return a GWP set as a dataset: one parameter for each elementary flow, kg CO2e per kg."""
    parameters = tuple(Parameter(flow, value, "kgCO2e/kg") for flow, value in gwp.values.items())
    facts = {"id": gwp.id, "version": gwp.version, **gwp.provenance.model_dump()}
    name = Text(gwp.title.zh, gwp.title.en)
    stated = _Stated(gwp.id, name, Kind.GWP_SET, "kg", (), None, None, {k: v for k, v in facts.items() if v})
    return replace(_dataset(stated), parameters=parameters)


def _dataset(stated: _Stated) -> Dataset:
    facts, kind = stated.facts, stated.kind
    name = Text(stated.name.zh if has_chinese(stated.name.zh) else "", _english(stated.name))
    flow = _product(stated, name)
    per = _per(stated)
    gases = tuple(one for one in stated.gases if one[0] != "co2e")
    document = " ".join(part for part in (facts.get("document", ""), facts.get("number", "")) if part)
    source = Reference("source", uuid_of("source", document), text_of(document[:_NAME_LIMIT])) if document else None
    issuer = facts.get("issuer", "")
    owner = Reference("contact", uuid_of("contact", issuer), text_of(issuer)) if issuer else None
    return Dataset(
        uuid=uuid_of("factor", f"{facts.get('release', '')}/{stated.id}"),
        kind=kind,
        names=Names(base=name, functional=text_of(facts.get("boundary", "")), comment=text_of(facts.get("note", ""))),
        function=Function(
            exchange=0,
            kind="Other parameter" if kind in (Kind.PARAMETER, Kind.GWP_SET) else "Reference flow(s)",
            unit=text_of(f"1 {per}") if kind not in (Kind.PARAMETER, Kind.GWP_SET) else text_of(stated.id),
        ),
        classification=process_class(facts.get("topic", "")),
        time=_time(facts),
        geography=geography_of(facts.get("geography", "")),
        technology=Technology(words=text_of(facts.get("boundary", ""))),
        modelling=Modelling(
            type=_TYPES[kind],
            principle="Attributional" if kind is Kind.AGGREGATED else "Not applicable",
            sources=(source,) if source else (),
            cut_off=text_of(facts.get("boundary", "")),
        ),
        administration=Administration(applications=_USES[kind], owner=owner, access=text_of(facts.get("licence", ""))),
        exchanges=(
            Exchange(0, flow, "output", Decimal(1), their_unit(per)),
            *(_gas(number, one, stated.distribution) for number, one in enumerate(gases, 1)),
        ),
        parameters=(Parameter("value", stated.value.value, stated.value.unit),) if stated.value is not None else (),
        impacts=tuple(Impact(GWP, kg) for gas, kg in stated.gases if gas == "co2e"),
        facts=tuple(facts.items()),
    )


def _english(name: Text) -> str:
    return "" if has_chinese(name.en) else name.en or ("" if has_chinese(name.zh) else name.zh)


def _product(stated: _Stated, name: Text) -> Flow:
    path = product_class(stated.facts.get("topic", ""))
    return Flow(uuid_of("product", stated.id), name, "product", measure_of(_per(stated)), path)


def _per(stated: _Stated) -> str:
    """Return the unit of the reference flow: of a parameter, what its own unit divides by."""
    if stated.per:
        return normalise_unit(stated.per)
    divisor = stated.value.unit.rpartition("/")[2] if stated.value is not None else ""
    return normalise_unit(divisor) if divisor and is_unit(divisor) else "kg"


def _gas(number: int, gas: tuple[str, Decimal], distribution: Distribution | None) -> Exchange:
    flow = gas_flow(gas[0])
    direction = "input" if gas[0] == "co2_biogenic_uptake" else "output"
    one = Exchange(number, flow, direction, gas[1], "kg")
    if distribution is None or distribution.spread is None:
        return one
    return one._replace(distribution=distribution.kind, spread=distribution.spread)


def _time(facts: Mapping[str, str]) -> Time:
    year, until = _YEAR.findall(facts.get("reference_year", "")), _YEAR.findall(facts.get("valid_to", ""))
    words = facts.get("reference_year", "")
    return Time(
        reference_year=int(year[-1]) if year else None,
        valid_until=int(until[0]) if until and (not year or until[0] >= year[-1]) else None,
        words=text_of(words) if words and words not in year else text_of(""),
    )


def _published(dataset: Dataset, release: ReleaseFile) -> Dataset:
    publisher = Reference("contact", uuid_of("contact", release.publisher), text_of(release.publisher))
    administration = replace(
        dataset.administration,
        entered_by=publisher,
        project=Text(release.title.zh if has_chinese(release.title.zh) else "", release.title.en),
        status="Data set finalised; entirely published",
    )
    return replace(dataset, administration=administration)
