"""The shape of every rulebook file; unknown keys are refused.

Values are histories in files that experts edit; each carries its source, how it was found, its certainty and the day
it must be looked at again (`review_by`).
"""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from qiantan.core.study.document import Distribution, Emission, GwpSet, Quality
from qiantan.core.study.shape import Amount, Figure, Id, Line, Named, Provenance, Record, Words


class CharacterizationFile(Record):
    """``characterization/<id>.yaml``: one GWP set, kg CO2e per kg over 100 years."""

    id: Id
    title: Named
    version: Line
    review_by: dt.date
    provenance: Provenance
    values: dict[Id, Figure]

    def as_gwp_set(self) -> GwpSet:
        """Return the set as a study pins it."""
        return GwpSet(
            id=self.id, title=self.title.zh, version=self.version, values=self.values, provenance=self.provenance
        )


class Withheld(Record):
    """A value or data set the release does not carry, and where its owner offers it."""

    title: Named
    reason: Words
    available_at: Words


class ReleaseFile(Record):
    """``factors/<source>/<release>/release.yaml``: publisher, edition and terms of the ``factors.csv`` beside it."""

    id: Id
    title: Named
    publisher: Line
    edition: Line
    published: Line
    licence: Words
    geography: Line
    review_by: dt.date
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    source_kind: Literal["announcement", "guideline", "standard", "law", "ipcc", "database", "review"] | None = None
    note: Words = ""
    withheld: tuple[Withheld, ...] = ()


class FactorRow(Record):
    """One line of ``factors.csv``. A footprint or emission of several gases stands on several lines with the same id
    and another `flow`. `gwp_set` names the set behind a ``co2e`` figure where its source states one.
    """

    id: Id
    name_zh: Line
    name_en: Line = ""
    kind: Literal["footprint", "electricity_footprint", "emission", "electricity_emission", "parameter"]
    topic: Line
    per: Line = ""
    flow: Line = ""
    kg: Figure | None = None
    value: Figure | None = None
    unit: Line = ""
    geography: Line
    reference_year: Line = ""
    published_year: Line = ""
    valid_from: Line = ""
    valid_to: Line = ""
    boundary: Line = ""
    gwp_set: Line = ""
    spread: Figure | None = None
    issuer: Line
    document: Line
    number: Line = ""
    place: Line = ""
    how_found: Literal["text", "derived"]
    found_in: Line
    certainty: Literal["high", "medium-high", "medium", "derived"]
    licence: Line = ""
    note: Words = ""


class Synonym(Record):
    """Words people type (`says`) and the words factors carry instead (`means`), with the reason they may stand for them."""

    says: Annotated[tuple[Line, ...], Field(min_length=1)]
    means: Annotated[tuple[Line, ...], Field(min_length=1)]
    reason: Words


class Filler(Record):
    """Words that say what kind of figure is wanted and need not stand in its name; the kinds come first."""

    says: Annotated[tuple[Line, ...], Field(min_length=1)]
    kinds: tuple[str, ...] = ()
    reason: Words


class Substance(Record):
    """A CAS registry number and the words the substance goes by in the factors."""

    cas: Annotated[str, Field(pattern=r"^[0-9]{2,7}-[0-9]{2}-[0-9]$")]
    means: Annotated[tuple[Line, ...], Field(min_length=1)]


class SearchFile(Record):
    """``search/synonyms.yaml``: how what people type leads to what factors are called."""

    id: Id
    title: Named
    review_by: dt.date
    synonyms: tuple[Synonym, ...]
    fillers: tuple[Filler, ...]
    substances: tuple[Substance, ...]
    substances_provenance: Provenance


class LicenceClass(Record):
    """What a licence wording permits: `open` values may be handed on in bulk."""

    id: Id
    title: Named
    open: bool
    wordings: Annotated[tuple[Line, ...], Field(min_length=1)]
    reason: Words


class LicenceFile(Record):
    """``search/licences.yaml``: the licence wordings of the factors, by what they permit."""

    id: Id
    title: Named
    review_by: dt.date
    classes: tuple[LicenceClass, ...]


class CutOffLimits(Record):
    """Largest share of the footprint that one cut-off, and all together, may leave out."""

    single: Figure
    together: Figure
    provenance: Provenance


class StageRule(Record):
    """A life-cycle stage of the rule: inside the boundary or not, and why."""

    id: Id
    name: Named
    included: bool
    reason: Words = ""


class Benchmark(Record):
    """The range in which the footprint of a product is expected, kg CO2e per `per`; for plausibility only."""

    category: Id
    per: Line
    low: Figure
    high: Figure
    provenance: Provenance


class AllocationRule(Record):
    """The procedure a product rule prescribes or prefers for a process, and the permitted others."""

    process: Id
    procedure: Literal["none", "subdivision", "mass", "energy", "economic", "physical", "substitution"]
    permitted: tuple[str, ...] = ()
    reason: Words


class BalanceRule(Record):
    """Bounds for the mass entering over the mass leaving a process (for checks, not for the calculation)."""

    process: Id
    low: Figure
    high: Figure
    basis: Words


class ProductRule(Record):
    """``products/<category>/rule.yaml``: the rule pack of a product category."""

    id: Id
    version: Line
    title: Named
    standard: Words
    level: Literal["national", "industry", "local", "group", "general"]
    status: Literal["in_force", "draft", "superseded"]
    valid_from: dt.date
    valid_to: dt.date | None = None
    superseded_by: Id | None = None
    verification_status: Literal["official_copy_compared", "found_in_text", "secondary", "recalled"]
    review_by: dt.date
    provenance: Provenance
    categories: tuple[Id, ...]
    boundary_type: Literal["cradle_to_gate", "cradle_to_grave", "gate_to_gate", "partial"]
    stages: tuple[StageRule, ...]
    excluded_inputs: Words
    unit_dimension: Line
    period: Literal["natural_year"] = "natural_year"
    gwp_set: Id
    permitted_gwp_sets: tuple[Id, ...] = ()
    cut_off: CutOffLimits
    primary_share: Figure
    allocation: tuple[AllocationRule, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()
    balances: tuple[BalanceRule, ...] = ()
    notes: tuple[Named, ...] = ()


class ReportItem(Record):
    """One item (a)–(t) a footprint report must contain."""

    letter: Annotated[str, Field(pattern=r"^[a-t]$")]
    title: Named
    certainty: Line


class DataQualityBand(Record):
    """A band of the data-quality rating: ratings up to and including `up_to`."""

    id: Id
    name: Named
    up_to: Figure


class Plausibility(Record):
    """Guards of this system, not of a standard: beyond them a check asks a question and blocks nothing.

    `material_share`: contributions from this share of the footprint on are named one by one; `estimate_share`: estimates
    and literature dominate above it; `factor_years`: a factor this much older than the period is called old;
    `carbon_gap`: largest carbon missing or in excess over the carbon entering a process.
    """

    material_share: Figure
    estimate_share: Figure
    factor_years: int
    carbon_gap: Figure
    provenance: Provenance


class StandardFile(Record):
    """``standards/gbt24067/standard.yaml``: what the general standard asks of every study."""

    id: Id
    title: Named
    number: Line
    valid_from: dt.date
    verification_status: Line
    review_by: dt.date
    provenance: Provenance
    report_items: tuple[ReportItem, ...]
    quality_bands: tuple[DataQualityBand, ...]
    quality_provenance: Provenance
    magnitude_low: Figure
    magnitude_high: Figure
    magnitude_provenance: Provenance
    plausibility: Plausibility


__all__ = [
    "AllocationRule",
    "Amount",
    "BalanceRule",
    "Benchmark",
    "CharacterizationFile",
    "CutOffLimits",
    "DataQualityBand",
    "Distribution",
    "Emission",
    "FactorRow",
    "Filler",
    "LicenceClass",
    "LicenceFile",
    "Plausibility",
    "ProductRule",
    "Quality",
    "ReleaseFile",
    "ReportItem",
    "SearchFile",
    "StageRule",
    "StandardFile",
    "Substance",
    "Synonym",
    "Withheld",
]
