"""The neutral document of a process dataset, which every exchange format is read into and written from.

It maps one to one to the process dataset of ILCD and TIDAS. What those formats have no field for (certainty, page, GWP
set, electricity family …) stands in `facts`, by name. Chinese and English wordings are separate and honest: English
holds no Chinese character, Chinese holds at least one. Amounts are decimals with the digits that were typed.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple

from qiantan.core.findings import NO_TEXT, Text

FIRST_VERSION: Final = "01.00.000"


class Kind(StrEnum):
    """What a dataset is. The two electricity families are kinds of their own and never stand in for each other."""

    AGGREGATED = "aggregated"
    UNIT_PROCESS = "unit_process"
    EMISSION = "emission"
    PARAMETER = "parameter"
    ELECTRICITY_FOOTPRINT = "electricity_footprint"
    ELECTRICITY_EMISSION = "electricity_emission"
    GWP_SET = "gwp_set"


class UnitGroup(NamedTuple):
    """Units that convert into each other: `units` are (name, amount of the reference unit in one of it)."""

    uuid: str
    name: Text
    reference: str
    units: tuple[tuple[str, Decimal], ...]


class FlowProperty(NamedTuple):
    """What an amount of a flow measures: mass, energy, goods transport …"""

    uuid: str
    name: Text
    group: UnitGroup


class Level(NamedTuple):
    """One level of a classification."""

    id: str
    name: str


class Flow(NamedTuple):
    """What is exchanged. `kind` is elementary, product or waste; `path` the compartment or class, outermost first."""

    uuid: str
    name: Text
    kind: str
    measure: FlowProperty
    path: tuple[Level, ...] = ()
    cas: str = ""


class Reference(NamedTuple):
    """A dataset named by another: an organisation or person (contact), a document (source), a process."""

    kind: str
    uuid: str
    name: Text
    version: str = FIRST_VERSION


class Share(NamedTuple):
    """The part of an exchange, in per cent, that a co-product bears; `co_product` is an exchange id."""

    co_product: int
    percent: Decimal


class Exchange(NamedTuple):
    """An amount that enters or leaves the process.

    `unit` belongs to the unit group of the flow. `spread` is the geometric standard deviation of a ``lognormal``, the
    relative standard deviation of a ``normal`` distribution; `minimum` and `maximum` are amounts in the same unit.
    `provider` is the UUID of the process that supplies it, where the source names one.
    """

    id: int
    flow: Flow
    direction: str
    amount: Decimal
    unit: str
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    distribution: str = ""
    spread: Decimal | None = None
    shares: tuple[Share, ...] = ()
    provider: str = ""
    location: str = ""
    data_source: str = ""
    derivation: str = ""
    source: Reference | None = None
    comment: Text = NO_TEXT


class Parameter(NamedTuple):
    """A value of a method parameter or a GWP: name, figure, unit, range, words."""

    name: str
    value: Decimal
    unit: str
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    comment: Text = NO_TEXT


class Impact(NamedTuple):
    """A published impact that its source does not split by gas: kg CO2e of the reference flow, by a method."""

    method: Reference
    amount: Decimal


class Classification(NamedTuple):
    """The place of a dataset in a classification, outermost level first."""

    system: str
    levels: tuple[Level, ...]


UNCLASSIFIED: Final = Classification("", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The name in its parts: what it is, how it is made or treated, mix and place, functional properties."""

    base: Text
    treatment: Text = NO_TEXT
    mix: Text = NO_TEXT
    functional: Text = NO_TEXT
    synonyms: Text = NO_TEXT
    comment: Text = NO_TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """The quantitative reference: the reference exchange and the functional unit in words."""

    exchange: int
    kind: str = "Reference flow(s)"
    unit: Text = NO_TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """The year the data stand for, the last year they are valid, and how well they represent it."""

    reference_year: int | None = None
    valid_until: int | None = None
    words: Text = NO_TEXT
    collection: Text = NO_TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Geography:
    """Where: `location` down to the province (``CN-GZ``), `prefecture` below it, `grid` the electricity grid."""

    location: str = ""
    prefecture: str = ""
    grid: str = ""
    words: Text = NO_TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Technology:
    """How it is made, and what the data can be used for."""

    words: Text = NO_TEXT
    applicability: Text = NO_TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Modelling:
    """Method choices, cut-off, completeness, representativeness and the sources of the data."""

    type: str = "LCI result"
    principle: str = ""
    approach: str = ""
    allocation: Text = NO_TEXT
    constants: Text = NO_TEXT
    cut_off: Text = NO_TEXT
    selection: Text = NO_TEXT
    treatment: Text = NO_TEXT
    sources: tuple[Reference, ...] = ()
    share_of_supply: Decimal | None = None
    annual_volume: Decimal | None = None
    annual_unit: str = ""
    sampling: Text = NO_TEXT
    uncertainty: Text = NO_TEXT
    advice: Text = NO_TEXT
    completeness: str = ""
    climate_completeness: str = ""


class Scope(NamedTuple):
    """What a review looked at, and by which methods."""

    name: str
    methods: tuple[str, ...]


class Indicator(NamedTuple):
    """One data-quality indicator and its verdict."""

    name: str
    value: str


class Review(NamedTuple):
    """One review: kind, scopes, data-quality indicators, words, reviewers, report."""

    type: str
    scopes: tuple[Scope, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    details: Text = NO_TEXT
    reviewers: tuple[Reference, ...] = ()
    report: Reference | None = None


class Compliance(NamedTuple):
    """What a dataset declares to comply with, overall and by aspect."""

    system: Reference
    overall: str = "Not defined"
    nomenclature: str = "Not defined"
    method: str = "Not defined"
    review: str = "Not defined"
    documentation: str = "Not defined"
    quality: str = "Not defined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Administration:
    """Who asked for it, made it, entered it, published it and owns it; version, address, licence and access."""

    commissioner: Reference | None = None
    project: Text = NO_TEXT
    applications: Text = NO_TEXT
    generator: Reference | None = None
    entered_at: str = ""
    entered_by: Reference | None = None
    revised_at: str = ""
    version: str = FIRST_VERSION
    preceding: Reference | None = None
    uri: str = ""
    status: str = ""
    registration: str = ""
    owner: Reference | None = None
    copyright: bool | None = None
    licence: str = ""
    access: Text = NO_TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """One process dataset: identity, kind, documentation, exchanges and whatever else is stated of it."""

    uuid: str
    kind: Kind
    names: Names
    function: Function
    classification: Classification = UNCLASSIFIED
    time: Time = Time()
    geography: Geography = Geography()
    technology: Technology = Technology()
    modelling: Modelling = Modelling()
    reviews: tuple[Review, ...] = ()
    compliance: tuple[Compliance, ...] = ()
    administration: Administration = Administration()
    exchanges: tuple[Exchange, ...]
    parameters: tuple[Parameter, ...] = ()
    impacts: tuple[Impact, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def reference(self) -> Exchange:
        """Return the exchange everything else is stated for."""
        return next(one for one in self.exchanges if one.id == self.function.exchange)

    def fact(self, name: str) -> str:
        """Return a fact by name; empty text where it is not stated."""
        return next((value for key, value in self.facts if key == name), "")
