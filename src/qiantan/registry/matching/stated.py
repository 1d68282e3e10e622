"""What the organisation itself already has for a material: figures its suppliers stated, and footprints of its own products.

Both stand higher on the ladder than anything in the library. They are shown, not taken: a supplier's figure belongs to a
period and a delivery, so the person writes it into the row, with its source.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from qiantan.core.matching.ladder import Rung
from qiantan.core.matching.names import compact, names
from qiantan.core.templates.activity import MISSING
from qiantan.core.templates.library import slots
from qiantan.core.templates.load import template as load_template
from qiantan.registry.matching.models import Line
from qiantan.registry.products.models import ActivityRecord, Product

PERIODS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedFigure:
    """A figure for a material: its step of the ladder, its value in words, where it is from, and where it stands."""

    rung: Rung
    name: str
    value: str
    source: str
    period_start: dt.date | None = None
    activity: uuid.UUID | None = None
    section: str = ""
    product: uuid.UUID | None = None


def stated_figures(line: Line) -> tuple[StatedFigure, ...]:
    """Return what suppliers stated for a material of this name in the product's last periods, and the frozen footprints of
    the organisation's other products of this name, in two queries.
    """
    forms = frozenset(names().of_line(line.name).forms)
    product = line.bill.activity.product
    periods = ActivityRecord.objects.filter(product=product).order_by("-period_start")[:PERIODS]
    others = Product.objects.filter(organisation_id=product.organisation_id, latest_frozen=True).exclude(pk=product.pk)
    return (
        *(one for activity in periods for one in _of_suppliers(activity, product.template, forms)),
        *(_own(one) for one in others.order_by("pk") if compact(one.name_zh) in forms and one.latest_total is not None),
    )


def _of_suppliers(activity: ActivityRecord, template: str, forms: frozenset[str]) -> list[StatedFigure]:
    found = []
    data = activity.answers
    for section, slot in slots(load_template(template)).items():
        for row in data.rows.get(section, ()):
            figure, name = row.get(slot.own, MISSING), row.get("name", MISSING).value
            if figure.provided and compact(name) in forms:
                found.append(
                    StatedFigure(
                        rung=Rung.SUPPLIER,
                        name=name,
                        value=f"{figure.value} {figure.unit}".strip(),
                        source=row.get("own_factor_source", MISSING).value,
                        period_start=activity.period_start,
                        activity=activity.public_id,
                        section=section,
                    )
                )
    return found


def _own(product: Product) -> StatedFigure:
    return StatedFigure(
        rung=Rung.OWN,
        name=product.name_zh,
        value=f"{product.latest_total:.6g} kgCO2e / {product.latest_unit}",
        source=product.specification,
        product=product.public_id,
    )
