"""What can be wrong with the way an exchange is supplied."""

from collections.abc import Iterator

from qiantan.core.engine.allocation import carriers
from qiantan.core.engine.characterize import UncharacterisedFlow, gwp_of
from qiantan.core.engine.faults import fault, listed
from qiantan.core.engine.supplies import PARAMETRIC, SUPPLYING, emissions
from qiantan.core.findings import Finding, Text
from qiantan.core.methods.catalogue import METHODS
from qiantan.core.methods.gases import FLOW_OF_UNIT, gas_unit
from qiantan.core.methods.method import MethodError
from qiantan.core.quantities.units import UnitError, convert
from qiantan.core.study.document import Exchange, Factor, Output, Study
from qiantan.core.study.shape import Amount, Named
from qiantan.core.study.supply import CutOff, FromFactor, FromMethod, FromProcess, FromStudy, Parameter, Supply


class SupplyProblems:
    """Checks the supplies of one study against its processes, factors and GWP set."""

    def __init__(self, study: Study) -> None:
        self._processes = {process.id: process for process in study.processes}
        self._factors = {factor.id: factor for factor in study.factors}
        self._factor_place = {factor.id: f"/factors/{index}" for index, factor in enumerate(study.factors)}
        self._gwp_set = study.gwp_set
        self._judged: dict[str, tuple[Finding, ...]] = {}

    def of_exchange(self, exchange: Exchange, place: str) -> Iterator[Finding]:
        """Find what is wrong with the supply of an exchange."""
        yield from self._of(exchange.supply, exchange.amount, exchange.name, f"{place}/supply", f"{place}/amount")
        if exchange.electricity:
            yield from _unit_fault(exchange.amount, "kWh", exchange.name, f"{place}/amount")

    def of_credit(self, output: Output, place: str) -> Iterator[Finding]:
        """Find what is wrong with the supply a co-product replaces."""
        assert output.substitutes is not None
        yield from self._of(output.substitutes, output.amount, output.name, f"{place}/substitutes", f"{place}/amount")

    def _of(self, supply: Supply, amount: Amount, name: Named, place: str, amount_place: str) -> Iterator[Finding]:
        if isinstance(supply, FromProcess):
            yield from self._process(supply, amount, name, place, amount_place)
        elif isinstance(supply, FromFactor):
            yield from self._factor(supply, amount, name, place, amount_place)
        elif isinstance(supply, FromStudy):
            yield from self._study(supply, amount, name, place, amount_place)
        elif isinstance(supply, FromMethod):
            yield from self._method(supply, amount, place)
        else:
            assert isinstance(supply, CutOff)

    def _process(
        self, supply: FromProcess, amount: Amount, name: Named, place: str, amount_place: str
    ) -> Iterator[Finding]:
        process = self._processes.get(supply.process)
        if process is None:
            yield fault(
                "UNKNOWN-PROCESS",
                f"{place}/process",
                Text(
                    f"“{name.zh}”的供应过程“{supply.process}”不存在",
                    f"'{name.en or name.zh}' is supplied by process '{supply.process}', which is missing",
                ),
                found=supply.process,
                expected=listed(self._processes),
            )
            return
        output = next((output for output in carriers(process) if output.flow == supply.flow), None)
        if output is None:
            yield self._no_output(supply, place)
        else:
            yield from _unit_fault(amount, output.amount.unit, name, amount_place)

    def _no_output(self, supply: FromProcess, place: str) -> Finding:
        process = self._processes[supply.process]
        zh, en = process.name.zh, process.name.en or process.name.zh
        if any(output.flow == supply.flow for output in process.outputs):
            message = Text(
                f"过程“{zh}”对“{supply.flow}”采用替代法，不能再作为供应者；请改由被替代的过程供应",
                f"process '{en}' is credited for '{supply.flow}' and cannot supply it too; name what it replaces",
            )
        else:
            message = Text(f"过程“{zh}”没有产出“{supply.flow}”", f"process '{en}' has no output '{supply.flow}'")
        expected = listed(output.flow for output in carriers(process))
        return fault("UNKNOWN-OUTPUT", f"{place}/flow", message, found=supply.flow, expected=expected)

    def _factor(
        self, supply: FromFactor, amount: Amount, name: Named, place: str, amount_place: str
    ) -> Iterator[Finding]:
        factor = self._factors.get(supply.factor)
        if factor is None:
            yield self._unknown_factor(supply.factor, f"{place}/factor")
        elif factor.kind not in SUPPLYING:
            yield _family_fault(factor, f"{place}/factor")
        else:
            yield from self._flows_of(factor)
            yield from _unit_fault(amount, factor.per, name, amount_place)

    def _unknown_factor(self, factor_id: str, place: str) -> Finding:
        return fault(
            "UNKNOWN-FACTOR",
            place,
            Text(
                f"因子“{factor_id}”不在本研究的因子表中", f"factor '{factor_id}' is not among the factors of the study"
            ),
            found=factor_id,
            expected=listed(self._factors),
        )

    def _flows_of(self, factor: Factor) -> tuple[Finding, ...]:
        if factor.id not in self._judged:
            place = self._factor_place[factor.id]
            self._judged[factor.id] = tuple(
                finding
                for index, emission in enumerate(factor.emissions)
                for finding in self._flow(emission.flow, f"{place}/emissions/{index}/flow")
            )
        return self._judged[factor.id]

    def _flow(self, flow: str, place: str) -> Iterator[Finding]:
        try:
            gwp_of(self._gwp_set, flow)
        except UncharacterisedFlow as error:
            yield fault("FLOW", place, error.text, found=flow, expected=listed(self._gwp_set.values))

    def _study(
        self, supply: FromStudy, amount: Amount, name: Named, place: str, amount_place: str
    ) -> Iterator[Finding]:
        for flow in supply.emissions:
            yield from self._flow(flow, f"{place}/emissions/{flow}")
        if not supply.unit.value > 0:
            yield fault(
                "UNIT-AMOUNT",
                f"{place}/unit/value",
                Text("所引用研究的声明单位须大于零", "the declared unit of the study used must be above zero"),
                found=str(supply.unit.value),
            )
        yield from _unit_fault(amount, supply.unit.unit, name, amount_place)

    def _method(self, supply: FromMethod, amount: Amount, place: str) -> Iterator[Finding]:
        if supply.method not in METHODS:
            yield fault(
                "UNKNOWN-METHOD",
                f"{place}/method",
                Text(f"未知的核算方法“{supply.method}”", f"unknown method '{supply.method}'"),
                found=supply.method,
                expected=listed(METHODS),
            )
            return
        faults = [
            finding
            for name, parameter in supply.parameters.items()
            for finding in self._parameter(parameter, f"{place}/parameters/{name}")
        ]
        yield from faults
        if faults:
            return
        try:
            caused = emissions(supply, float(amount.value), amount.unit, self._factors)
        except (MethodError, UnitError) as error:
            yield fault("METHOD", place, Text(error.zh, error.en), found=supply.method)
            return
        for flow in caused:
            yield from self._flow(flow, f"{place}/method")

    def _parameter(self, parameter: Parameter, place: str) -> Iterator[Finding]:
        if (parameter.measured is None) == (parameter.factor is None):
            yield fault(
                "PARAMETER",
                place,
                Text("参数须为实测值或因子之一", "a parameter is either measured or a factor, exactly one of the two"),
            )
        elif parameter.factor is not None:
            factor = self._factors.get(parameter.factor)
            if factor is None:
                yield self._unknown_factor(parameter.factor, f"{place}/factor")
            elif factor.kind not in PARAMETRIC:
                yield _family_fault(factor, f"{place}/factor")
            elif factor.value is None and not _names_its_gas(factor):
                yield fault(
                    "PARAMETER",
                    f"{place}/factor",
                    Text(
                        f"因子“{factor.name.zh}”不是恰有一种可由单位指明的气体，不能作为方法参数；请直接用它覆盖该项",
                        f"factor '{factor.name.en or factor.name.zh}' does not have exactly one gas that a unit can name "
                        "and cannot be a parameter; let it cover the exchange itself",
                    ),
                    found=factor.id,
                )


def _names_its_gas(factor: Factor) -> bool:
    """Say whether a factor can be written as one figure with a unit, without losing which flow it means."""
    flows = [emission.flow for emission in factor.emissions]
    return len(flows) == 1 and (gas_unit(flows[0]) == "kg" or FLOW_OF_UNIT[gas_unit(flows[0])] == flows[0])


def _family_fault(factor: Factor, place: str) -> Finding:
    name_zh, name_en = factor.name.zh, factor.name.en or factor.name.zh
    if factor.kind == "electricity_emission":
        return fault(
            "ELECTRICITY-FAMILY",
            place,
            Text(
                f"“{name_zh}”是组织层面的电力二氧化碳排放因子，不得用于产品碳足迹；请改用电力碳足迹因子",
                f"'{name_en}' is a CO2 factor for organisation accounts and never part of a product footprint; use an "
                "electricity footprint factor",
            ),
            found=factor.id,
            expected=Text("电力碳足迹因子（kgCO2e/kWh）", "electricity footprint factor (kgCO2e/kWh)"),
        )
    return fault(
        "FACTOR-KIND",
        place,
        Text(
            f"“{name_zh}”是方法参数，不能直接覆盖一项用量",
            f"'{name_en}' is a parameter of methods and cannot cover an exchange by itself",
        ),
        found=factor.kind,
        expected=listed(sorted(SUPPLYING)),
    )


def _unit_fault(amount: Amount, unit: str, name: Named, place: str) -> Iterator[Finding]:
    try:
        convert(1.0, amount.unit, unit)
    except UnitError as error:
        yield fault(
            "UNIT",
            f"{place}/unit",
            Text(f"“{name.zh}”：{error.zh}", f"'{name.en or name.zh}': {error.en}"),
            found=amount.unit,
            expected=Text(unit, unit),
        )
