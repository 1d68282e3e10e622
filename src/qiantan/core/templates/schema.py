"""The shape of a product template: what is asked, and how the answers become a study.

A template is data (``rulebook/products/<category>/template.yaml``). Its `sections` are what a person sees: sheets of
the workbook, groups of the task list. Its `processes` say how answers become unit processes and exchanges. Formulas
stay in ``core.methods``; a template only names them.
"""

from typing import Annotated, Literal

from pydantic import Field as Option

from qiantan.core.study.document import Allocation, Category, Code, Distribution, Factor, Quality
from qiantan.core.study.shape import Figure, Id, Line, Named, Record, Words


class Range(Record):
    """The typical range of a figure, used for plausibility only, with where it comes from.

    `unit` is that of `low` and `high` as people quote it: per unit of the output of its process (``kWh/t``), or, where
    `absolute`, the field's own where none is given.
    """

    low: Figure
    high: Figure
    unit: Line = ""
    basis: Line
    absolute: bool = False


class Selectable(Record):
    """One choice of a drop-down: key and wording."""

    key: Id
    label: Named


class Field(Record):
    """One question.

    kind: ``quantity`` (figure + unit + source + evidence + note), ``parameter`` (a measured property, may stay empty
    where the process plan names a default), ``text``, ``long_text``, ``date``, ``month``, ``choice``, ``uscc``
    (unified social credit code), ``factor`` (the id of a published factor).
    `unit` is the unit offered first, `units` further ones; any unit of one of their dimensions is accepted.
    `not_applicable` allows "不适用" with a reason, `negative` a figure below zero. `default` is the text that stands
    where nothing is typed.
    """

    id: Id
    kind: Literal["quantity", "parameter", "text", "long_text", "date", "month", "choice", "uscc", "factor"]
    label: Named
    help: Named | None = None
    unit: Line = ""
    units: tuple[Line, ...] = ()
    choices: tuple[Selectable, ...] = ()
    required: bool = False
    not_applicable: bool = False
    negative: bool = False
    range: Range | None = None
    example: Line = ""
    default: Line = ""


class Section(Record):
    """A group of questions. ``fields``: each asked once. ``rows``: a table whose columns are `fields`, repeated at
    least `least` and up to `most` times (one row per purchased material, delivery or waste).
    """

    id: Id
    title: Named
    kind: Literal["fields", "rows"] = "fields"
    help: Named | None = None
    fields: tuple[Field, ...]
    least: int = 0
    most: int = 200


class ParameterPlan(Record):
    """Where a method's parameter comes from: the plant's answer to `field` if given, else the `default` factor.

    With `only_with` the parameter is used only where that field is answered, with `unless` only where it is not: so a
    measured way of computing replaces a default one.
    """

    field: Id | None = None
    default: Id | None = None
    only_with: Id | None = None
    unless: Id | None = None


class SupplyPlan(Record):
    """How an exchange is supplied. Exactly one of `process` (+ `flow`), `factor`, `grid`, `method` (+ `parameters`), or
    a factor chosen by `choose`.

    `choose` names a choice field whose answer's key selects the factor in `by_choice` (for instance fuel kind or
    transport mode); with a method, the selected factors replace parameters of the same name. `own_factor` names the
    column in which the plant may give its supplier's footprint, `own_factor_source` the column that says where it is
    from; it goes before any other factor. `library_factor` names the column that holds the id of a published factor, which
    goes before what the plan names; `library_factor_reason` the column that says why it may stand for another material.
    `grid` is the consumption-grid footprint factor of the study's year.
    """

    process: Id | None = None
    flow: Id | None = None
    factor: Id | None = None
    grid: bool = False
    method: Id | None = None
    parameters: dict[Id, ParameterPlan] = {}
    choose: Id | None = None
    by_choice: dict[Id, dict[Id, Id]] = {}
    own_factor: Id | None = None
    own_factor_source: Id | None = None
    library_factor: Id | None = None
    library_factor_reason: Id | None = None


class ExchangePlan(Record):
    """An exchange of a process plan, fed by `field` (asked once) or by every row of `rows` (then `field` and the
    fields named in `supply` are columns of that section; `name_field` gives the exchange its name).

    `where` limits the exchange to rows (or answers) whose choice holds one of the keys. `cut_off_field` is a column in
    which the plant may put the reason to cut the row off; its effect is what `estimate_field` says, or else follows
    from the factor of the supply. `only_with` lets the exchange exist only where that field is answered, `unless` only
    where none of those is. `certificate_field` holds the number of a contract or green certificate. `note_field` is a column
    whose words go with the exchange.
    """

    id: Id
    field: Id
    rows: Id | None = None
    where: dict[Id, tuple[Id, ...]] = {}
    name: Named | None = None
    name_field: Id | None = None
    flow: Id
    direction: Literal["input", "output"] = "input"
    category: Category
    stage: Id | None = None
    supply: SupplyPlan
    electricity: Literal["own_generation", "dedicated_line", "contract", "residual", "grid"] | None = None
    assigned_to: Id | None = None
    carbon_content: Figure | None = None
    biogenic_carbon: Figure | None = None
    quality: Quality | None = None
    distribution: Distribution | None = None
    cut_off_field: Id | None = None
    estimate_field: Id | None = None
    certificate_field: Id | None = None
    note_field: Id | None = None
    only_with: Id | None = None
    unless: tuple[Id, ...] = ()


class OutputPlan(Record):
    """An output of a process plan; left out when its field is not applicable or not answered. With `rows` the amount
    is the sum of `field` over every row of that section. `key_field` holds the allocation key of the whole amount or,
    with `key_times_amount`, per unit of it.
    """

    flow: Id
    name: Named
    field: Id
    rows: Id | None = None
    role: Literal["reference", "co_product"] = "reference"
    direction: Literal["output", "input"] = "output"
    key_field: Id | None = None
    key_times_amount: bool = False
    substitutes: SupplyPlan | None = None
    carbon_content: Figure | None = None


class ProcessPlan(Record):
    """A unit process of the template; left out altogether when its reference output is not applicable."""

    id: Id
    name: Named
    stage: Id
    operated: bool = True
    outputs: Annotated[tuple[OutputPlan, ...], Option(min_length=1)]
    allocation: Allocation = Allocation()
    exchanges: tuple[ExchangePlan, ...] = ()


class Declared(Record):
    """A declared unit the plant may choose: one amount of an output."""

    key: Id
    label: Named
    amount: Figure = Option(default="1", validate_default=True)
    unit: Line
    process: Id
    flow: Id
    product: Named
    category: Id
    codes: tuple[Code, ...] = ()


class Balance(Record):
    """What came in must be what went out: the fields of `gains` and of `uses` (a row section's column as
    ``section.column``) may differ by `tolerance` of the larger sum; for plausibility only.
    """

    id: Id
    title: Named
    gains: tuple[Id, ...]
    uses: tuple[Id, ...]
    tolerance: Figure
    basis: Line


class HeatIndicator(Record):
    """The heat of all fuels burnt in a process, per unit of its reference output, in `unit`: outside `low` to `high`
    it is questioned; for plausibility only.
    """

    process: Id
    title: Named
    unit: Line
    low: Figure
    high: Figure
    basis: Line


class Remark(Record):
    """A choice of the template that a reviewer reads; it enters every study made with it."""

    topic: Literal["assumption", "exclusion", "value_choice", "electricity", "allocation", "data_gap", "other"]
    text: Named
    reason: Named | None = None


class Sum(Record):
    """A factor that is the sum of rulebook factors of the same unit (generation and transmission of a kilowatt-hour)."""

    id: Id
    name: Named
    of: Annotated[tuple[Id, ...], Option(min_length=2)]


class Template(Record):
    """A product template. `factors` are values the template itself assumes and says so; `sums` are derived from the
    rulebook. `grid_factors` names the grid factor of a year, `grid_factor` that of every other. `same_since` is the first
    edition whose answers mean the same in this one: they are read without a word.
    """

    id: Id
    version: int
    same_since: int | None = None
    title: Named
    summary: Named
    rule: Id
    review_by: Line
    basis: Words
    sections: tuple[Section, ...]
    declared: Annotated[tuple[Declared, ...], Option(min_length=1)]
    declared_field: Id | None = None
    processes: tuple[ProcessPlan, ...]
    grid_factor: Id
    grid_factors: dict[Line, Id] = {}
    factors: tuple[Factor, ...] = ()
    sums: tuple[Sum, ...] = ()
    balances: tuple[Balance, ...] = ()
    heat: tuple[HeatIndicator, ...] = ()
    remarks: tuple[Remark, ...] = ()


# The fields every template asks in its section ``basics``, by these ids; compose reads the goal and scope from them.
BASIC_FIELDS = (
    "producer_name",
    "producer_uscc",
    "site_name",
    "site_division",
    "product_name_zh",
    "product_name_en",
    "product_specification",
    "period_start",
    "period_end",
    "author",
    "goal_reason",
    "goal_application",
    "goal_audience",
    "previous_value",
    "conclusions",
    "limitations",
    "improvement",
)
