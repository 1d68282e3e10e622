"""What an amount causes by the way it is supplied: kg of each elementary flow.

A factor is what one unit of the exchange causes, whichever way the exchange flows: waste that leaves for treatment is a
burden like coal that arrives. Credits have their own place, `Output.substitutes`.

Amounts and figures may be floats, complex numbers (the gradient differentiates by complex step) or, `drawn`, arrays of
draws, which may leave the plausible range of a parameter.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from qiantan.core.engine.system import Entry
from qiantan.core.methods.catalogue import compute
from qiantan.core.methods.gases import gas_unit
from qiantan.core.quantities.units import Quantity, convert
from qiantan.core.study.document import Factor
from qiantan.core.study.supply import FromFactor, FromMethod, FromStudy, Parameter, Supply

# Families of factors that may cover an exchange, and those a method may take as a parameter. The CO2 factors of
# organisation accounts (electricity_emission) stand in neither: the two electricity families never mix.
SUPPLYING = frozenset({"footprint", "electricity_footprint", "emission"})
PARAMETRIC = SUPPLYING | {"parameter"}

Factors = Mapping[str, Factor]
NO_FIGURES: Mapping[str, Any] = MappingProxyType({})


def emissions(
    supply: Supply,
    amount: Any,
    unit: str,
    factors: Factors,
    *,
    figures: Mapping[str, Any] = NO_FIGURES,
    drawn: bool = False,
) -> dict[str, Any]:
    """Return kg of each flow that `amount` in `unit` causes; empty for a process of the study and for a cut-off.

    `figures` replaces parameters of a method by name, each in its own unit. Raises UnitError where units do not fit,
    MethodError where a method refuses its figures.
    """
    if isinstance(supply, FromFactor):
        factor = factors[supply.factor]
        units = convert(amount, unit, factor.per)
        return _summed([(emission.flow, float(emission.kg) * units) for emission in factor.emissions])
    if isinstance(supply, FromStudy):
        units = convert(amount, unit, supply.unit.unit) / float(supply.unit.value)
        return {flow: float(kg) * units for flow, kg in supply.emissions.items()}
    if isinstance(supply, FromMethod):
        stated = {name: parameter_quantity(parameter, factors) for name, parameter in supply.parameters.items()}
        given = {name: Quantity(figures.get(name, figure.value), figure.unit) for name, figure in stated.items()}
        return dict(compute(supply.method, Quantity(amount, unit), given, written=False, bounded=not drawn).emissions)
    return {}


def entry_emissions(
    entry: Entry,
    factors: Factors,
    *,
    amount: Any = None,
    figures: Mapping[str, Any] = NO_FIGURES,
    drawn: bool = False,
) -> dict[str, Any]:
    """Return kg of each flow that the whole of an entry causes, or `amount` of it in the unit of the entry.

    A credit, whose amount is negative, causes the opposite of what the positive amount would.
    """
    sign = 1.0 if entry.exchange else -1.0
    units = sign * (entry.amount if amount is None else amount)
    caused = emissions(entry.supply, units, entry.unit, factors, figures=figures, drawn=drawn)
    return {flow: sign * kg for flow, kg in caused.items()}


def parameter_quantity(parameter: Parameter, factors: Factors) -> Quantity:
    """Return the figure of a parameter: as measured, as pinned, or kg of the one gas of an emission factor."""
    if parameter.measured is not None:
        return Quantity(float(parameter.measured.value), parameter.measured.unit)
    assert parameter.factor is not None
    factor = factors[parameter.factor]
    if factor.value is not None:
        return Quantity(float(factor.value.value), factor.value.unit)
    (emission,) = factor.emissions
    per = f"({factor.per})" if set("*·/") & set(factor.per) else factor.per
    return Quantity(float(emission.kg), f"{gas_unit(emission.flow)}/{per}")


def _summed(terms: list[tuple[str, Any]]) -> dict[str, Any]:
    caused: dict[str, Any] = {}
    for flow, kg in terms:
        caused[flow] = caused[flow] + kg if flow in caused else kg
    return caused
