"""The unit table is what pint says, and the way to a conversion never builds pint."""

import subprocess
import sys
from pathlib import Path

import pytest

from qiantan.core.quantities import table
from qiantan.core.quantities.registry import registry, written
from qiantan.core.quantities.units import UNIT_CHOICES, convert, dimension, meaning, normalise_unit


def test_table_is_written_by_pint():
    assert Path(table.__file__).read_text(encoding="utf-8") == written()


def test_no_spelling_stands_for_two_units():
    spellings = [spelling for row in table.ROWS for spelling in row.spellings]
    assert len(spellings) == len(set(spellings))


@pytest.mark.parametrize(
    ("ours", "source", "target"),
    [
        ("kWh/t", "kilowatt_hour/tonne", "joule/gram"),
        ("kcal/kg", "kilocalorie/kilogram", "joule/gram"),
        ("GJ/万Nm3", "gigajoule/万normal_cubic_metre", "joule/normal_cubic_metre"),
        ("kgCO2e/(t·km)", "kilogram_CO2e/(tonne*kilometre)", "gram_CO2e/(gram*metre)"),
        ("tC/GJ", "tonne_C/gigajoule", "gram_C/joule"),
        ("(kgCF4/t)/(min/槽日)", "(kilogram_CF4/tonne)/(minute/cell_day)", "gram_CF4*cell_day/gram/second"),
        ("亿kWh", "亿kilowatt_hour", "joule"),
    ],
)
def test_compound_units_agree_with_pint(ours, source, target):
    assert meaning(ours).factor == pytest.approx(registry().Quantity(1, source).to(target).magnitude, rel=1e-14)


def test_units_offered_are_shown_as_offered_and_have_their_dimension():
    offered = [(name, unit) for name, units in UNIT_CHOICES.items() for unit in units]
    assert [(dimension(unit), normalise_unit(unit)) for _, unit in offered] == offered


def test_converting_does_not_import_pint():
    script = (
        "import sys; from qiantan.core.quantities.units import convert; "
        "print(convert(1, '万吨标准煤', 'GJ'), sorted(name for name in ('pint', 'scipy', 'numpy') if name in sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == f"{convert(1, '万吨标准煤', 'GJ')} []"
