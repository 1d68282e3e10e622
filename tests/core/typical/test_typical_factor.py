"""A typical value as a factor: derived, its dispersion as uncertainty, its source told."""

import datetime as dt
from decimal import Decimal

from qiantan.core.findings import Text
from qiantan.core.typical.attack import Printed
from qiantan.core.typical.factor import TypicalValue, factor_of
from qiantan.core.typical.release import Figures
from qiantan.core.typical.spread import Class


def typical(**changes):
    known = {
        "id": "0b4f",
        "name": Text("硅酸盐水泥熟料", "Portland clinker"),
        "kind": "footprint",
        "unit": "t",
        "boundary": Text("从摇篮到大门", "cradle to gate"),
        "division": "",
        "technology": Text("新型干法", "dry kiln"),
        "data_year": 2025,
        "number": 1,
        "published": dt.date(2026, 6, 1),
        "rule": "typical-disclosure 1",
        "figures": Figures(
            printed=Printed(mean=Decimal(850), step=Decimal(50), deviation=Class(Decimal("0.05"), Decimal("0.10"))),
            contributors=(9, 11),
            cover=(60, 70),
        ),
    }
    return TypicalValue(**{**known, **changes})


def test_a_footprint_per_tonne():
    factor = factor_of(typical())

    assert [(one.flow, one.kg) for one in factor.emissions] == [("co2e", Decimal(850))]
    assert (factor.per, factor.kind, factor.geography, factor.reference_year) == ("t", "footprint", "CN-520000", "2025")
    assert factor.name.zh == "硅酸盐水泥熟料（新型干法，本地典型值）"
    assert (factor.provenance.how_found, factor.provenance.certainty) == ("derived", "derived")
    assert factor.distribution.spread == Decimal("1.105")
    assert "9—11家" in factor.provenance.note


def test_a_parameter_of_a_prefecture():
    factor = factor_of(typical(kind="parameter", unit="kWh/t", division="520300", technology=Text("", "")))

    assert (factor.value.value, factor.value.unit, factor.per) == (Decimal(850), "kWh/t", "")
    assert factor.geography == "CN-520300"


def test_without_dispersion_there_is_no_uncertainty():
    figures = Figures(printed=Printed(mean=Decimal(850), step=Decimal(50)), contributors=(100, None), cover=None)
    assert factor_of(typical(figures=figures)).distribution is None
