"""A proposal as lines of ``factors.csv``, as the factor a study would pin, and as a process dataset; and back from one."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from qiantan.core.datasets.document import Dataset, Geography, Reference
from qiantan.core.datasets.export import dataset_of_rows
from qiantan.core.datasets.identity import uuid_of
from qiantan.core.datasets.language import either, text_of
from qiantan.core.datasets.proposal.choices import GEOGRAPHIES, TOPICS
from qiantan.core.datasets.proposal.fields import FIELDS, GASES
from qiantan.core.quantities.units import normalise_unit
from qiantan.core.rules.load import factor_of_rows
from qiantan.core.rules.schema import FactorRow
from qiantan.core.study.document import Factor
from qiantan.core.study.shape import plain

# What a line of factors.csv calls what a field calls otherwise.
_SAME = (
    "name_zh", "name_en", "kind", "topic", "geography", "reference_year", "published_year", "valid_to", "boundary",
    "spread", "issuer", "document", "number", "how_found", "certainty", "licence", "note",
)  # fmt: skip


def rows_of(answers: Mapping[str, str], factor_id: str) -> tuple[FactorRow, ...]:
    """Return a complete proposal as lines of ``factors.csv``, one for each gas; CO2e only where no gas is given."""
    stated = {key: answers[key] for key in _SAME if answers.get(key)}
    stated |= {"id": factor_id, "place": answers.get("page", ""), "found_in": answers.get("document", "")}
    stated["gwp_set"] = answers.get("gwp_set", "")
    if answers.get("kind") == "parameter":
        return (FactorRow.model_validate({**stated, "value": answers["value"], "unit": answers["unit"]}),)
    given = [(key, answers[key]) for key in GASES if answers.get(key)] or [("co2e", answers["co2e"])]
    per = normalise_unit(answers["per"])
    return tuple(FactorRow.model_validate({**stated, "per": per, "flow": flow, "kg": kg}) for flow, kg in given)


def factor_of(answers: Mapping[str, str], factor_id: str, release: str) -> Factor:
    """Return a complete proposal as the factor a study would pin from a release."""
    return factor_of_rows(release, rows_of(answers, factor_id))


def dataset_of(answers: Mapping[str, str], factor_id: str) -> Dataset:
    """Return a complete proposal as a process dataset with everything it states beside its figures."""
    dataset = dataset_of_rows(rows_of(answers, factor_id))
    modelling = replace(
        dataset.modelling,
        allocation=text_of(answers.get("allocation", "")),
        cut_off=text_of(answers.get("cut_off", "")),
        treatment=text_of(answers.get("completeness", "")),
        share_of_supply=Decimal(answers["share_of_supply"]) if answers.get("share_of_supply") else None,
        annual_volume=Decimal(answers["annual_volume"]) if answers.get("annual_volume") else None,
        annual_unit=answers.get("annual_unit", ""),
        sampling=text_of(answers.get("sampling", "")),
        uncertainty=text_of(answers.get("uncertainty", "")),
    )
    owner = answers.get("owner", "")
    administration = replace(
        dataset.administration,
        owner=Reference("contact", uuid_of("contact", owner), text_of(owner))
        if owner
        else dataset.administration.owner,
        access=text_of(answers.get("access", "")),
    )
    return replace(
        dataset,
        function=replace(dataset.function, unit=text_of(answers.get("function", "")) or dataset.function.unit),
        technology=replace(dataset.technology, words=text_of(answers.get("technology", ""))),
        time=replace(dataset.time, collection=text_of(answers.get("collection", ""))),
        geography=_with_grid(dataset.geography, answers.get("grid", "")),
        modelling=modelling,
        administration=administration,
    )


def answers_of(dataset: Dataset, factor: Factor) -> dict[str, str]:
    """Return what a dataset of an exchange file states, as answers; what it leaves open stays empty for the contributor.

    A foreign certainty is never taken over: whoever hands the dataset in says how far it can be trusted.
    """
    source = factor.provenance
    modelling, time = dataset.modelling, dataset.time
    given = {
        "name_zh": factor.name.zh if factor.name.zh != factor.name.en else dataset.names.base.zh,
        "name_en": factor.name.en,
        "kind": factor.kind,
        "topic": dataset.fact("topic") if dataset.fact("topic") in dict(TOPICS) else "",
        "classification": " ".join(
            part for level in dataset.classification.levels[-1:] for part in (level.id, level.name)
        ),
        "per": factor.per,
        "function": either(dataset.function.unit),
        "boundary": factor.boundary,
        "technology": either(dataset.technology.words),
        "allocation": either(modelling.allocation),
        "cut_off": either(modelling.cut_off),
        "completeness": either(modelling.treatment) or modelling.climate_completeness,
        "geography": factor.geography if factor.geography in dict(GEOGRAPHIES) else "",
        "grid": dataset.geography.grid,
        "reference_year": str(time.reference_year or ""),
        "published_year": source.year,
        "collection": either(time.collection),
        "share_of_supply": plain(modelling.share_of_supply) if modelling.share_of_supply is not None else "",
        "annual_volume": plain(modelling.annual_volume) if modelling.annual_volume is not None else "",
        "annual_unit": modelling.annual_unit,
        "sampling": either(modelling.sampling),
        "uncertainty": either(modelling.uncertainty),
        "issuer": source.issuer,
        "document": source.document,
        "number": source.number,
        "page": source.place,
        "note": source.note,
        "owner": either(dataset.administration.owner.name) if dataset.administration.owner else "",
        "access": either(dataset.administration.access),
        "gwp_set": dataset.fact("gwp_set"),
    }
    given |= _figures(factor)
    return {key: said[: FIELDS[key].longest] for key, said in given.items() if said}


def _figures(factor: Factor) -> dict[str, str]:
    stated = {one.flow: plain(one.kg)[:40] for one in factor.emissions if one.flow in FIELDS}
    if factor.value is not None:
        stated |= {"value": plain(factor.value.value), "unit": factor.value.unit}
    if factor.distribution is not None and factor.distribution.kind == "lognormal" and factor.distribution.spread:
        stated["spread"] = plain(factor.distribution.spread)
    return stated


def _with_grid(geography: Geography, grid: str) -> Geography:
    return geography if geography.grid or not grid or grid == "none" else replace(geography, grid=grid)
