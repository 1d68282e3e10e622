"""The figures of a factor as pages say them."""

from decimal import Decimal

from django.utils.translation import gettext as _

from qiantan.core.rules.load import characterization
from qiantan.core.study.document import Factor
from qiantan.core.study.shape import plain
from qiantan.registry.factors.facets import data_year
from qiantan.web.factors import wording
from qiantan.web.ui.parts import Cell, Column, Row, Table

GWP_SET = "ipcc-ar6"
EQUIVALENT = "co2e"


def values(factor: Factor) -> list[tuple[str, str]]:
    """Return the figures of a factor exactly as published, each with its unit."""
    if factor.value is not None:
        unit = _("比例") if factor.value.unit == "ratio" else factor.value.unit
        return [(plain(factor.value.value), unit)]
    return [(plain(one.kg), f"kg{wording.gas(one.flow)}/{factor.per}") for one in factor.emissions]


def year(factor: Factor) -> str:
    """Return the data year as stated."""
    return factor.reference_year if data_year(factor.reference_year) else _("未注明")


def breakdown(factor: Factor) -> Table | None:
    """Return the gases of a factor, each in kg and in CO2e by the GWP set of this system; none for a parameter or where
    the source gives CO2e alone.
    """
    if not factor.emissions or all(one.flow == EQUIVALENT for one in factor.emissions):
        return None
    gwp = characterization(GWP_SET)
    rows, total, known = [], Decimal(0), True
    for one in factor.emissions:
        weight = Decimal(1) if one.flow == EQUIVALENT else gwp.values.get(one.flow)
        known = known and weight is not None
        total += one.kg * (weight or 0)
        equivalent = plain((one.kg * weight).normalize()) if weight is not None else "—"
        rows.append(
            Row(
                cells=[
                    Cell(text=wording.gas(one.flow)),
                    Cell(text=plain(one.kg)),
                    Cell(text=plain(weight) if weight is not None else "—"),
                    Cell(text=equivalent),
                ]
            )
        )
    if len(rows) > 1 and known:
        rows.append(
            Row(
                cells=[Cell(text=_("合计")), Cell(text=""), Cell(text=""), Cell(text=plain(total.normalize()))],
                sum=True,
            )
        )
    columns = [
        Column(title=_("气体")),
        Column(title=_("排放"), numeric=True, unit=f"kg/{factor.per}"),
        Column(
            title=_("GWP100"),
            numeric=True,
            unit=gwp.title.zh if not wording.english() else gwp.title.en or gwp.title.zh,
        ),
        Column(title=_("折二氧化碳当量"), numeric=True, unit=f"kgCO₂e/{factor.per}"),
    ]
    return Table(caption=_("分气体排放"), columns=columns, rows=rows)
