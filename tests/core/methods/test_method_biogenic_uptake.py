"""What a biogenic fuel releases was taken up before."""

import pytest

from qiantan.core.methods.catalogue import compute
from qiantan.core.quantities.units import Quantity

FUEL = {
    "ncv": Quantity(20, "GJ/t"),
    "carbon_content": Quantity(83 * 12 / 44 / 1000, "tC/GJ"),
    "oxidation": Quantity(100, "%"),
    "biogenic_share": Quantity(15, "%"),
}
AMOUNT = Quantity(25000, "t")


def test_household_waste_of_the_european_cement_example():
    """25,000 t × 20 GJ/t × 83 kg/GJ × 15 % = 6,225 t of biogenic CO2 (CBAM worked example 1)."""
    found = compute("biogenic_uptake", AMOUNT, FUEL)
    assert dict(found.emissions) == pytest.approx({"co2_biogenic_uptake": 6225e3}, rel=1e-12)


@pytest.mark.parametrize("oxidation", [100, 92.5])
def test_uptake_and_release_are_the_same_kilograms(oxidation):
    parameters = FUEL | {"oxidation": Quantity(oxidation, "%")}
    released = compute("fuel_combustion", AMOUNT, parameters).emissions["co2_biogenic"]
    assert compute("biogenic_uptake", AMOUNT, parameters).emissions["co2_biogenic_uptake"] == released


def test_a_fossil_fuel_was_never_taken_up():
    fossil = {name: value for name, value in FUEL.items() if name != "biogenic_share"}
    assert compute("biogenic_uptake", AMOUNT, fossil).emissions["co2_biogenic_uptake"] == 0
