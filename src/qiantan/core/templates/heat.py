"""Is the heat of a process plausible? All its fuels together, per unit of what it makes."""

from collections.abc import Iterator

from qiantan.core.engine.supplies import parameter_quantity
from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.quantities.units import convert, same_dimension
from qiantan.core.study.document import Exchange, Process
from qiantan.core.study.supply import FromMethod
from qiantan.core.templates.schema import HeatIndicator
from qiantan.core.templates.supplying import Composing


def heat_findings(composing: Composing, processes: tuple[Process, ...]) -> Iterator[Finding]:
    """Yield a warning for every process whose heat per unit of output is outside the range of the template."""
    made = {process.id: process for process in processes}
    for indicator in composing.answers.template.heat:
        process = made.get(indicator.process)
        burnt = [x for x in process.exchanges if _burns(x)] if process else []
        if not process or not burnt:
            continue
        output = process.outputs[0].amount
        unit, _, per = indicator.unit.partition("/")
        heat = sum(_heat(each, unit, composing) for each in burnt)
        share = heat / convert(float(output.value), output.unit, per)
        if not float(indicator.low) <= share <= float(indicator.high):
            yield _outside(indicator, share, burnt)


def _burns(exchange: Exchange) -> bool:
    return isinstance(exchange.supply, FromMethod) and exchange.supply.method == "fuel_combustion"


def _heat(exchange: Exchange, unit: str, composing: Composing) -> float:
    """Return the heat of a fuel; none of it where only its carbon share is known."""
    amount = exchange.amount
    if same_dimension(amount.unit, unit):
        return convert(float(amount.value), amount.unit, unit)
    assert isinstance(exchange.supply, FromMethod)
    parameter = exchange.supply.parameters.get("ncv")
    if parameter is None:
        return 0.0
    factors = {parameter.factor: composing.pins.find(parameter.factor)} if parameter.factor else {}
    value = parameter_quantity(parameter, factors)
    return float(amount.value) * convert(value.value, value.unit, f"{unit}/{amount.unit}")


def _outside(indicator: HeatIndicator, share: float, burnt: list[Exchange]) -> Finding:
    title, names = indicator.title, "、".join(dict.fromkeys(each.name.zh for each in burnt))
    return Finding(
        code="ENTRY-HEAT",
        severity=Severity.WARNING,
        place="fuels",
        message=Text(
            f"{title.zh}为 {share:,.1f} {indicator.unit}，超出常见范围（{names}）。",
            f"{title.en or title.zh} is {share:,.1f} {indicator.unit}, outside the usual range.",
        ),
        found=f"{share:,.1f} {indicator.unit}",
        expected=Text(
            f"{indicator.low}～{indicator.high} {indicator.unit}；依据：{indicator.basis}",
            f"{indicator.low} to {indicator.high} {indicator.unit}; basis: {indicator.basis}",
        ),
        remedy=Text(
            "请核对燃料用量的单位、水分基准（收到基）和低位发热量，以及产量。",
            "Please check unit and moisture basis of the fuels, their heating values, and the output.",
        ),
    )
