"""The result document, version 1: what follows from one study, and names that study by its digests.

Every kg is kg CO2e per declared or functional unit unless its name says otherwise. Figures carry 12 significant
digits: enough to compare, few enough to be the same on every machine.
"""

from typing import Annotated, Final, Literal

from pydantic import Field

from qiantan.core.study.shape import Hex64, Id, Line, Named, Record, Words

SCHEMA: Final = "qiantan.result/1"


class Part(Record):
    """One term of a sum: id, name, kg CO2e per unit, share of the total (0..1; none where the total is zero)."""

    id: Line
    name: Named
    kg: float
    share: float | None


class Accounts(Record):
    """The footprint in the accounts ISO 14067 keeps apart; their sum is the total."""

    fossil: float
    biogenic_emission: float
    biogenic_removal: float
    land_use_change: float
    aircraft: float


class Contribution(Record):
    """What one exchange adds: its direct or factor-based emission at the scale of the unit.

    `basis` tells how: factor, method, study or cut_off (then kg is 0 and `estimate` the effect left out).
    """

    exchange: Id
    name: Named
    process: Id
    stage: Id
    category: Line
    basis: Literal["factor", "method", "study", "cut_off"]
    amount: float
    unit: Line
    kg: float
    share: float | None
    estimate: float = 0.0
    primary: bool
    default: bool
    dqr: float | None
    standard_deviation: float = 0.0


class Link(Record):
    """One band of the Sankey: kg CO2e per unit that flows from `source` to `target`; loops are unrolled by depth, so
    a node id may carry a depth suffix.
    """

    source: Line
    target: Line
    kg: float


class Node(Record):
    """One node of the Sankey."""

    id: Line
    name: Named
    depth: int


class Uncertainty(Record):
    """Analytic first order (relative standard deviation and 95 % interval of the fitted log-normal) and Monte Carlo
    (mean, median, 2.5 % and 97.5 % quantiles) with its seed and draws; `ranking` lists the exchanges and factors with
    the largest share of the variance.
    """

    standard_deviation: float
    relative: float | None
    low: float
    high: float
    sampled_mean: float
    sampled_median: float
    sampled_low: float
    sampled_high: float
    sampled_standard_deviation: float
    seed: int
    draws: int
    ranking: tuple[Part, ...]
    stated_share: float


class DataQuality(Record):
    """Contribution-weighted data quality: technological, geographical and temporal representativeness and their mean
    (DQR), 1 best to 5; the band in words; shares of the footprint (absolute contributions).
    """

    technology: float | None
    geography: float | None
    time: float | None
    rating: float | None
    band: Named
    scored_share: float
    primary_share: float
    default_share: float


class Coverage(Record):
    """What was left out: estimated effect of each cut-off as a share of the footprint, and together."""

    cut_off: tuple[Part, ...]
    cut_off_share: float
    included_share: float


class FindingRecord(Record):
    """A finding of a conformity check, as part of the result."""

    code: Line
    severity: Literal["blocking", "warning", "note"]
    clause: Line
    place: Line
    message: Named
    found: Line = ""
    expected: Named | None = None
    remedy: Named | None = None


class Result(Record):
    """The result of one study."""

    schema_name: Annotated[Literal["qiantan.result/1"], Field(alias="schema")] = SCHEMA
    engine: Line
    study_sha256: Hex64
    study_sm3: Hex64
    title: Line
    unit: Named
    gwp_set: Line
    total: float
    accounts: Accounts
    by_stage: tuple[Part, ...]
    by_process: tuple[Part, ...]
    by_gas: tuple[Part, ...]
    by_category: tuple[Part, ...]
    contributions: tuple[Contribution, ...]
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    with_grid_factor: float | None
    biogenic_carbon_content: float
    uncertainty: Uncertainty
    data_quality: DataQuality
    coverage: Coverage
    findings: tuple[FindingRecord, ...]
    residual: float
    note: Words = ""
