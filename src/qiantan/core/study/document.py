"""The study document, version 1: what a plant states, what was chosen, what it rests on — and nothing that is computed.

Amounts are the plant's own totals for the period; nobody divides by hand, the engine scales to the declared unit. The
document holds every factor value and every GWP it uses, so that it can be recomputed without any database.
"""

from typing import Annotated, Final, Literal

from pydantic import Field

from qiantan.core.study.shape import (
    Amount,
    Figure,
    Hex64,
    Id,
    Line,
    Named,
    Pin,
    Provenance,
    Record,
    Score,
    Span,
    Words,
)
from qiantan.core.study.supply import Supply

SCHEMA: Final = "qiantan.study/1"


Category = Literal[
    "raw_material",
    "auxiliary",
    "packaging",
    "fuel",
    "electricity",
    "heat",
    "transport",
    "process_emission",
    "waste",
    "intermediate",
    "other",
]


class Code(Record):
    """A product code and its list."""

    scheme: Literal["cpc", "hs", "cn", "gtin", "gbt4754", "model"]
    value: Line


class Product(Record):
    """The product as it is sold."""

    name: Named
    category: Id
    specification: Line
    mass_per_unit: Amount | None = None
    codes: tuple[Code, ...] = ()


class Party(Record):
    """An organisation or a site: opaque id and public name; a site may name its administrative division."""

    id: Id
    name: Line
    division: Line = ""


class Unit(Record):
    """The declared (partial footprint) or functional (full footprint) unit, and the output that delivers it."""

    kind: Literal["declared", "functional"]
    amount: Figure
    unit: Line
    words: Named
    process: Id
    flow: Id


class Stage(Record):
    """A life-cycle stage, included or left out with a reason."""

    id: Id
    name: Named
    included: bool
    reason: Words = ""


class Boundary(Record):
    """The system boundary: its type and every life-cycle stage."""

    type: Literal["cradle_to_gate", "cradle_to_grave", "gate_to_gate", "partial"]
    stages: tuple[Stage, ...]
    excluded_inputs: Words = ""


class GwpSet(Record):
    """The characterisation factors used, kg CO2e per kg of each elementary flow (100 years)."""

    id: Id
    title: Line
    version: Line
    values: dict[Id, Figure]
    provenance: Provenance


class Emission(Record):
    """Kilograms of one elementary flow per unit of a factor."""

    flow: Id
    kg: Figure


class Factor(Record):
    """A pinned value with its provenance.

    `kind` tells the families apart, which never stand in for each other: ``footprint`` and ``electricity_footprint``
    (life cycle, usable as a supply), ``emission`` (direct emission per unit), ``electricity_emission`` (CO2 of
    generation for organisation accounts; never usable in a footprint) and ``parameter`` (a heating value, a carbon
    content, a share). Footprints and emissions carry `emissions` per one `per`; parameters carry `value`.
    """

    id: Id
    name: Named
    kind: Literal["footprint", "electricity_footprint", "emission", "electricity_emission", "parameter"]
    per: Line = ""
    emissions: tuple[Emission, ...] = ()
    value: Amount | None = None
    boundary: Line = ""
    geography: Line
    reference_year: Line
    valid_to: Line = ""
    release: Id
    quality: "Quality | None" = None
    distribution: "Distribution | None" = None
    provenance: Provenance


class Quality(Record):
    """Data-quality scores, 1 (best) to 5: technological, geographical and temporal representativeness, completeness,
    reliability.
    """

    technology: Score
    geography: Score
    time: Score
    completeness: Score
    reliability: Score


class Distribution(Record):
    """Uncertainty of an amount or a factor: log-normal by geometric standard deviation, normal by relative standard
    deviation, triangular or uniform by lower and upper factor on the stated value.
    """

    kind: Literal["lognormal", "normal", "triangular", "uniform"]
    spread: Figure | None = None
    lower: Figure | None = None
    upper: Figure | None = None
    basis: Line = ""


class Evidence(Record):
    """A document that proves a figure: its name in the plant's files, and digests once it has been handed in."""

    name: Line
    sha256: Hex64 | None = None
    sm3: Hex64 | None = None


class Electricity(Record):
    """How purchased or own electricity is attributed, in the order of ISO 14067: own generation, dedicated line,
    contractual instrument, residual mix, consumption grid.
    """

    instrument: Literal["own_generation", "dedicated_line", "contract", "residual", "grid"]
    certificate: Line = ""
    note: Words = ""


class Exchange(Record):
    """An amount that enters or leaves a unit process in the period, with where the figure comes from and how it is
    supplied. `stage` overrides the stage of the process; `assigned_to` reserves the exchange for one output when a
    process is subdivided; `carbon_content` is the mass share of carbon and `biogenic_carbon` the part of it that is
    biogenic, both for balances and for the carbon content of the product.
    """

    id: Id
    flow: Id
    name: Named
    direction: Literal["input", "output"] = "input"
    category: Category
    stage: Id | None = None
    amount: Amount
    period: Span | None = None
    source: Literal["meter", "ledger", "invoice", "estimate", "literature"]
    evidence: tuple[Evidence, ...] = ()
    quality: Quality | None = None
    distribution: Distribution | None = None
    electricity: Electricity | None = None
    assigned_to: Id | None = None
    carbon_content: Figure | None = None
    biogenic_carbon: Figure | None = None
    supply: Supply
    note: Words = ""


class Output(Record):
    """A product of a unit process in the period. A treatment process names the waste it takes in as its reference with
    direction ``input``. `key` is the allocation key of the whole amount (energy, revenue …); mass needs none.
    `substitutes` says what a co-product replaces under substitution, per the amount of the output.
    """

    flow: Id
    name: Named
    amount: Amount
    role: Literal["reference", "co_product"] = "reference"
    direction: Literal["output", "input"] = "output"
    key: Amount | None = None
    substitutes: Supply | None = None
    carbon_content: Figure | None = None
    biogenic_carbon: Figure | None = None


class Allocation(Record):
    """How a process with several outputs shares its burden, and why this way."""

    procedure: Literal["none", "subdivision", "mass", "energy", "economic", "physical", "substitution"] = "none"
    reason: Words = ""


class Process(Record):
    """A unit process. `operated` says that the reporting organisation has financial or operational control of it, for
    which ISO 14067 wants site-specific data.
    """

    id: Id
    name: Named
    stage: Id
    site: Id | None = None
    operated: bool = True
    outputs: Annotated[tuple[Output, ...], Field(min_length=1)]
    allocation: Allocation = Allocation()
    exchanges: tuple[Exchange, ...] = ()


class Goal(Record):
    """Goal of the study."""

    reason: Words
    application: Words
    audience: Words
    critical_review: Words = ""


class Choice(Record):
    """A choice a reviewer reads: an assumption, an exclusion, a value choice — with its reason."""

    topic: Literal["assumption", "exclusion", "value_choice", "electricity", "allocation", "data_gap", "other"]
    text: Words
    reason: Words = ""


class Sampling(Record):
    """Monte Carlo: the seed and the number of draws are part of the study, so that its result can be repeated."""

    seed: Annotated[int, Field(ge=0, le=2**53 - 1)] = 20250101
    draws: Annotated[int, Field(ge=100, le=100_000)] = 1000


class Tracking(Record):
    """The footprint of the same product in an earlier period, kg CO2e per unit, for plausibility and performance
    tracking.
    """

    period: Span
    value: Figure
    study: Hex64 | None = None


class Interpretation(Record):
    """The words of the author: conclusions, limitations, improvement."""

    conclusions: Words = ""
    limitations: Words = ""
    improvement: Words = ""


class Study(Record):
    """One product carbon footprint study: the frozen input of a calculation."""

    schema_name: Annotated[Literal["qiantan.study/1"], Field(alias="schema")] = SCHEMA
    title: Line
    product: Product
    producer: Party
    sites: tuple[Party, ...] = ()
    goal: Goal
    unit: Unit
    period: Span
    boundary: Boundary
    rule: Pin
    template: Pin | None = None
    gwp_set: GwpSet
    processes: Annotated[tuple[Process, ...], Field(min_length=1)]
    factors: tuple[Factor, ...] = ()
    grid_factor: Id | None = None
    choices: tuple[Choice, ...] = ()
    tracking: Tracking | None = None
    sampling: Sampling = Sampling()
    interpretation: Interpretation = Interpretation()
    author: Line = ""


Factor.model_rebuild()
