"""The list of emission methods, and how one is applied: check, convert to the units of the formula, compute."""

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from qiantan.core.findings.finding import Text
from qiantan.core.methods import (
    anode_consumption,
    anode_effect_pfc,
    biogenic_uptake,
    carbon_balance,
    carbonate_decomposition,
    clinker_calcination,
    direct_emission,
    emission_factor,
    fuel_combustion,
    kiln_dust,
    noncarbonate_deduction,
    purchased_electricity,
    purchased_heat,
    transport,
)
from qiantan.core.methods.method import Method, MethodError, MethodResult, ParameterSpec
from qiantan.core.methods.worksheet import Worksheet
from qiantan.core.quantities.units import Quantity, UnitError, convert, normalise_unit, same_dimension

METHODS: Final[Mapping[str, Method]] = MappingProxyType(
    {
        module.METHOD.name: module.METHOD
        for module in (
            fuel_combustion,
            biogenic_uptake,
            clinker_calcination,
            noncarbonate_deduction,
            carbonate_decomposition,
            kiln_dust,
            carbon_balance,
            anode_consumption,
            anode_effect_pfc,
            transport,
            purchased_electricity,
            purchased_heat,
            direct_emission,
            emission_factor,
        )
    }
)


def compute(
    name: str,
    amount: Quantity,
    parameters: Mapping[str, Quantity],
    *,
    written: bool = True,
    bounded: bool = True,
) -> MethodResult:
    """Return kilograms by elementary flow for an amount and parameters in any suitable units.

    Leave out `written` (the steps) in inner loops, and `bounded` (the plausible range of parameters) where figures are
    drawn at random: a sampled oxidation may pass 1. Complex figures give complex emissions; arrays, unbounded and
    unwritten, give arrays. Raises MethodError with everything that is wrong.
    """
    method = _method(name)
    sheet, assumed, found = _filled(method, amount, parameters, written=written, bounded=bounded)
    if sheet is None or found:
        raise MethodError(found)
    emissions = method.function(sheet)
    leaned_on = tuple(name for name in assumed if name in sheet.used)
    return MethodResult(MappingProxyType(emissions), tuple(sheet.steps), leaned_on)  # type: ignore[arg-type]


def faults(name: str, amount: Quantity, parameters: Mapping[str, Quantity]) -> tuple[Text, ...]:
    """Return everything that keeps a method from using these figures; nothing when they fit. Raises MethodError for
    a method that does not exist.
    """
    return _filled(_method(name), amount, parameters, written=False, bounded=True)[2]


def _method(name: str) -> Method:
    if name not in METHODS:
        known = "、".join(METHODS)
        raise MethodError(
            (Text(f"没有名为“{name}”的核算方法；可用：{known}。", f"No method “{name}”; known: {known}."),)
        )
    return METHODS[name]


def _filled(
    method: Method, amount: Quantity, parameters: Mapping[str, Quantity], *, written: bool, bounded: bool
) -> tuple[Worksheet | None, tuple[str, ...], tuple[Text, ...]]:
    """Return the worksheet with every figure in the unit of the formula, the defaults used, and all faults."""
    unit = _unit_of_amount(method, amount, bounded=bounded)
    if isinstance(unit, Text):
        return None, (), (unit,)
    found: list[Text] = []
    figures: dict[str, Quantity] = {"amount": Quantity(convert(amount.value, amount.unit, unit), unit)}
    for name, given in parameters.items():
        spec = method.parameter(name)
        figure = _unknown(method, name) if spec is None else _fitted(spec, given, unit, bounded=bounded)
        if isinstance(figure, Text):
            found.append(figure)
        else:
            figures[name] = figure
    assumed = []
    for spec in method.parameters:
        if spec.name not in parameters and spec.default is not None:
            figures[spec.name] = Quantity(spec.default, _per(spec.unit, unit))
            assumed.append(spec.name)
        elif spec.name not in parameters and spec.required:
            found.append(_absent(spec, _per(spec.unit, unit)))
    found += method.missing(unit, frozenset(parameters))
    return Worksheet(figures, method.titles, written=written), tuple(assumed), tuple(found)


def _unit_of_amount(method: Method, amount: Quantity, *, bounded: bool) -> str | Text:
    """Return the unit the formula wants for the amount, or what is wrong with it."""
    try:
        unit = normalise_unit(amount.unit)
        if bounded and not _finite(amount.value):
            return Text("数量必须是有限数值。", "The amount must be finite.")
        if not method.units:
            return unit
        for wanted in method.units:
            if same_dimension(unit, wanted):
                return wanted
    except UnitError as error:
        return Text(error.zh, error.en)
    units = "、".join(method.units)
    return Text(
        f"“{method.title.zh}”的{method.amount.zh}单位应可换算为 {units}，现为 {unit}。",
        f"{method.title.en}: {method.amount.en} must be convertible to {units}; found {unit}.",
    )


def _fitted(spec: ParameterSpec, given: Quantity, amount_unit: str, *, bounded: bool) -> Quantity | Text:
    """Return a parameter in a unit of the formula, or what is wrong with it."""
    units = tuple(_per(unit, amount_unit) for unit in (spec.unit, *spec.also))
    try:
        unit = next((unit for unit in units if same_dimension(given.unit, unit)), None)
    except UnitError as error:
        return Text(f"{spec.title.zh}：{error.zh}", f"{spec.title.en}: {error.en}")
    if unit is None:
        return Text(
            f"{spec.title.zh}的单位应可换算为 {'、'.join(units)}，现为 {given.unit}。",
            f"{spec.title.en} must be convertible to {', '.join(units)}; found {given.unit}.",
        )
    value = convert(given.value, given.unit, unit)
    low, high = spec.limits.get(amount_unit, (spec.low, spec.high))
    if bounded and not (_finite(value) and low <= value.real <= high):
        return Text(
            f"{spec.title.zh}应在 {_shown(low, unit)} 到 {_shown(high, unit)} 之间，现为 {_shown(value, unit)}。",
            f"{spec.title.en} lies between {_shown(low, unit)} and {_shown(high, unit)}; found {_shown(value, unit)}.",
        )
    return Quantity(value, unit)


def _per(unit: str, amount_unit: str) -> str:
    """Put the unit of the amount into the unit of a parameter."""
    compound = "·" in amount_unit or "/" in amount_unit
    return unit.replace("{amount}", f"({amount_unit})" if compound else amount_unit)


def _shown(value: complex, unit: str) -> str:
    """Write a figure of a fault; shares as people state them, in percent."""
    return f"{value.real * 100:g} %" if unit == "ratio" else f"{value.real:g} {unit}"


def _finite(value: complex) -> bool:
    return math.isfinite(value.real) and math.isfinite(value.imag)


def _unknown(method: Method, name: str) -> Text:
    known = "、".join(spec.name for spec in method.parameters)
    return Text(
        f"“{method.title.zh}”没有参数“{name}”；可用：{known}。",
        f"{method.title.en} has no parameter “{name}”; known: {known}.",
    )


def _absent(spec: ParameterSpec, unit: str) -> Text:
    shown = "%" if unit == "ratio" else unit
    return Text(f"缺少{spec.title.zh}（{shown}）。", f"{spec.title.en} ({shown}) is missing.")
