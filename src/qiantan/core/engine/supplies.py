"""What an amount causes by the way it is supplied: kg of each elementary flow.

A factor is what one unit of the exchange causes, whichever way the exchange flows: waste that leaves for treatment is a
burden like coal that arrives. Credits have their own place, `Output.substitutes`.

`amount` and the multiples may be floats or complex numbers: the gradient differentiates by complex step.
"""

from collections.abc import Mapping
from typing import Any

from qiantan.core.engine.system import Entry
from qiantan.core.methods.catalogue import compute
from qiantan.core.quantities.units import Quantity, convert
from qiantan.core.study.document import Factor
from qiantan.core.study.supply import FromFactor, FromMethod, FromStudy, Parameter

# Families of factors that may cover an exchange, and those a method may take as a parameter. The CO2 factors of
# organisation accounts (electricity_emission) stand in neither: the two electricity families never mix.
SUPPLYING = frozenset({"footprint", "electricity_footprint", "emission"})
PARAMETRIC = SUPPLYING | {"parameter"}

# What a mass of a flow is called in the unit of a parameter, where it is more than plain kilograms.
_SUBSTANCE = {"co2e": "CO2e", "co2": "CO2", "ch4": "CH4", "n2o": "N2O", "cf4": "CF4", "c2f6": "C2F6", "sf6": "SF6"}

Factors = Mapping[str, Factor]
# Multiples of stated figures, where they differ from one: by factor id, and by name for measured parameters.
Multiples = Mapping[str, Any]
NO_MULTIPLES: Multiples = {}


def emissions(
    supply: object, amount: Any, unit: str, factors: Factors, multiples: Multiples = NO_MULTIPLES
) -> dict[str, Any]:
    """Return kg of each flow that `amount` in `unit` causes; empty for a process of the study and for a cut-off.

    Raises UnitError where units do not fit, MethodError where a method refuses its figures.
    """
    if isinstance(supply, FromFactor):
        factor = factors[supply.factor]
        scale = convert(amount, unit, factor.per) * multiples.get(factor.id, 1.0)
        return _summed([(emission.flow, float(emission.kg) * scale) for emission in factor.emissions])
    if isinstance(supply, FromStudy):
        scale = convert(amount, unit, supply.unit.unit) / float(supply.unit.value)
        return {flow: float(kg) * scale for flow, kg in supply.emissions.items()}
    if isinstance(supply, FromMethod):
        parameters = {
            name: parameter_quantity(parameter, factors, multiples, name)
            for name, parameter in supply.parameters.items()
        }
        return dict(compute(supply.method, Quantity(amount, unit), parameters, written=False).emissions)
    return {}


def entry_emissions(
    entry: Entry, factors: Factors, multiple: Any = 1.0, multiples: Multiples = NO_MULTIPLES
) -> dict[str, Any]:
    """Return kg of each flow that the whole of an entry causes; a credit is what its amount would cause, negative.

    `multiple` scales the amount of the entry, `multiples` its factors and measured parameters.
    """
    sign = 1.0 if entry.exchange else -1.0
    caused = emissions(entry.supply, sign * entry.amount * multiple, entry.unit, factors, multiples)
    return {flow: sign * kg for flow, kg in caused.items()}


def parameter_quantity(parameter: Parameter, factors: Factors, multiples: Multiples, name: str) -> Quantity:
    """Return the figure of a parameter: as measured, as pinned, or kg of the one gas of an emission factor."""
    if parameter.measured is not None:
        figure = parameter.measured
        return Quantity(float(figure.value) * multiples.get(name, 1.0), figure.unit)
    assert parameter.factor is not None
    factor = factors[parameter.factor]
    multiple = multiples.get(factor.id, 1.0)
    if factor.value is not None:
        return Quantity(float(factor.value.value) * multiple, factor.value.unit)
    (emission,) = factor.emissions
    substance = next((word for flow, word in _SUBSTANCE.items() if f"{emission.flow}_".startswith(f"{flow}_")), "")
    per = f"({factor.per})" if {"*", "·", "/"} & set(factor.per) else factor.per
    return Quantity(float(emission.kg) * multiple, f"kg{substance}/{per}")


def _summed(terms: list[tuple[str, Any]]) -> dict[str, Any]:
    caused: dict[str, Any] = {}
    for flow, kg in terms:
        caused[flow] = caused[flow] + kg if flow in caused else kg
    return caused
