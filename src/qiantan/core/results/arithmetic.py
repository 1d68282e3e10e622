"""The arithmetic of one contribution: amount as typed, unit, method or factor, GWP, share per unit, and every source."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import fsum

from qiantan.core.engine.assemble import credit_id
from qiantan.core.engine.supplies import emissions, parameter_quantity
from qiantan.core.findings import Text
from qiantan.core.methods.catalogue import METHODS, compute
from qiantan.core.quantities.units import Quantity, convert
from qiantan.core.results.document import Contribution
from qiantan.core.study.document import Exchange, Factor, Output, Process, Study
from qiantan.core.study.index import exchanges, outputs
from qiantan.core.study.shape import Amount, Named, Provenance, plain
from qiantan.core.study.supply import CutOff, FromFactor, FromMethod, FromStudy, Parameter, Supply
from qiantan.core.study.wording import BASES, CERTAINTIES, GASES, INSTRUMENTS, PROCEDURES, SOURCES

KG = "kg CO2e"
EQUIVALENT = "co2e"


@dataclass(frozen=True, slots=True)
class Explanation:
    """A number and what it is made of: label, value (none for a heading), unit, children, and where it comes from.

    `to` is the id under which the number can be opened by itself, where it can.
    """

    label: Text
    value: float | None
    unit: str
    children: tuple["Explanation", ...] = ()
    source: Text | None = None
    to: str = ""


class Arithmetic:
    """Explains contributions of one study."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.factors: Mapping[str, Factor] = {factor.id: factor for factor in study.factors}
        self._exchanges = {located.exchange.id: located.exchange for located in exchanges(study)}
        self._credits = {credit_id(process, output): output for output, process, _ in outputs(study)}
        self._processes = {process.id: process for process in study.processes}

    def of(self, contribution: Contribution) -> Explanation:
        """Return the whole arithmetic of a contribution: what the period caused, times the part one unit needs."""
        given = self._given(contribution)
        typed = float(given.amount.value)
        scale = contribution.amount / typed if typed else 0.0
        children = (self._period(given), self._scale(self._processes[contribution.process], scale))
        return Explanation(self.title(contribution), contribution.kg, KG, children, to=contribution.exchange)

    def title(self, contribution: Contribution) -> Text:
        """Return the name of a contribution with its process."""
        process, by = self._processes[contribution.process].name, self._by(self._given(contribution).supply)
        return Text(
            f"{contribution.name.zh}（{process.zh}）：{by.zh}",
            f"{_en(contribution.name)} ({_en(process)}): {by.en}",
        )

    def _by(self, supply: Supply) -> Text:
        """Return in a word how something is supplied: the method, the factor, the study, the cut-off."""
        if isinstance(supply, FromMethod):
            return METHODS[supply.method].title
        if isinstance(supply, FromFactor):
            name = self.factors[supply.factor].name
            return Text(name.zh, _en(name))
        return Text(supply.title, supply.title) if isinstance(supply, FromStudy) else BASES[supply.kind]

    def kg_by_flow(self, contribution: Contribution) -> dict[str, float]:
        """Return kg CO2e per unit of a contribution by elementary flow."""
        given = self._given(contribution)
        typed = float(given.amount.value)
        scale = contribution.amount / typed if typed else 0.0
        return {flow: kg * self._gwp(flow) * scale for flow, kg in self._caused(given).items()}

    def _given(self, contribution: Contribution) -> "_Given":
        exchange = self._exchanges.get(contribution.exchange)
        if exchange is not None:
            return _Given(exchange, None)
        return _Given(None, self._credits[contribution.exchange])

    def _caused(self, given: "_Given") -> dict[str, float]:
        """Return kg of each flow the whole amount caused in the period, or would have caused where it is credited."""
        amount = float(given.amount.value)
        caused = emissions(given.supply, amount, given.amount.unit, self.factors)
        return {flow: float(kg) for flow, kg in caused.items()}

    def _gwp(self, flow: str) -> float:
        return float(self.study.gwp_set.values[flow])

    def _period(self, given: "_Given") -> Explanation:
        caused = self._caused(given)
        kg = fsum(mass * self._gwp(flow) for flow, mass in caused.items())
        label = Text("本时段的排放", "emissions of the period")
        if isinstance(given.supply, CutOff):
            kg = 0.0
            label = Text("已舍去，不计入碳足迹", "cut off, not part of the footprint")
        children = (
            self._amount(given),
            *self._supplied(given),
            *(self._gas(flow, mass) for flow, mass in caused.items()),
        )
        return Explanation(label, kg, KG, children)

    def _amount(self, given: "_Given") -> Explanation:
        label = Text(
            f"填报数量：{plain(given.amount.value)} {given.amount.unit}",
            f"amount as stated: {plain(given.amount.value)} {given.amount.unit}",
        )
        return Explanation(label, None, "", (), given.source())

    def _supplied(self, given: "_Given") -> Iterator[Explanation]:
        supply = given.supply
        if isinstance(supply, FromFactor):
            yield from self._by_factor(given, self.factors[supply.factor])
        elif isinstance(supply, FromMethod):
            yield self._by_method(given, supply)
        elif isinstance(supply, FromStudy):
            source = Text(f"所引研究 {supply.sha256}", f"study {supply.sha256}")
            children = tuple(self._rate(flow, float(kg), supply.unit.unit) for flow, kg in supply.emissions.items())
            name = Text(f"上游产品研究“{supply.title}”，单位 {plain(supply.unit.value)} {supply.unit.unit}",
                        f"study “{supply.title}”, unit {plain(supply.unit.value)} {supply.unit.unit}")  # fmt: skip
            yield Explanation(name, None, "", children, source)
        elif isinstance(supply, CutOff):
            label = Text(f"舍去理由：{supply.reason}；估算影响", f"reason: {supply.reason}; estimated effect")
            yield Explanation(
                label, float(supply.estimate), KG, (), Text(supply.basis, supply.basis) if supply.basis else None
            )

    def _by_factor(self, given: "_Given", factor: Factor) -> Iterator[Explanation]:
        if given.amount.unit != factor.per:
            value = convert(float(given.amount.value), given.amount.unit, factor.per)
            yield Explanation(Text("换算为因子的单位", "in the unit of the factor"), value, factor.per)
        kg = fsum(float(emission.kg) * self._gwp(emission.flow) for emission in factor.emissions)
        children = tuple(self._rate(emission.flow, float(emission.kg), factor.per) for emission in factor.emissions)
        label = Text(f"因子：{factor.name.zh}", f"factor: {_en(factor.name)}")
        yield Explanation(label, kg, f"{KG}/{factor.per}", children, source_of(factor))

    def _by_method(self, given: "_Given", supply: FromMethod) -> Explanation:
        method = METHODS[supply.method]
        quantities = {
            name: parameter_quantity(parameter, self.factors) for name, parameter in supply.parameters.items()
        }
        result = compute(supply.method, Quantity(float(given.amount.value), given.amount.unit), quantities)
        titles = {spec.name: spec.title for spec in method.parameters}
        parameters = tuple(
            self._parameter(titles[name], parameter, quantities[name]) for name, parameter in supply.parameters.items()
        )
        assumed = tuple(
            Explanation(
                Text(f"{spec.title.zh}：方法默认值", f"{spec.title.en}: default of the method"), spec.default, spec.unit
            )
            for spec in method.parameters
            if spec.name in result.assumed
        )
        steps = tuple(
            Explanation(
                Text(
                    f"{step.label.zh} = {step.words.zh} = {step.figures}",
                    f"{step.label.en} = {step.words.en} = {step.figures}",
                ),
                step.value,
                step.unit,
            )
            for step in result.steps
        )
        source = Text(f"{method.source}；{method.clause}", f"{method.source}; {method.clause}")
        label = Text(f"核算方法：{method.title.zh}", f"method: {method.title.en}")
        return Explanation(label, None, "", (*parameters, *assumed, *steps), source)

    def _parameter(self, title: Text, parameter: Parameter, quantity: Quantity) -> Explanation:
        if parameter.measured is not None:
            label = Text(f"{title.zh}：实测", f"{title.en}: measured")
            return Explanation(label, quantity.value, quantity.unit)
        factor = self.factors[parameter.factor or ""]
        label = Text(f"{title.zh}：{factor.name.zh}", f"{title.en}: {_en(factor.name)}")
        return Explanation(label, quantity.value, quantity.unit, (), source_of(factor))

    def _rate(self, flow: str, kg: float, per: str) -> Explanation:
        name = GASES.get(flow, Text(flow, flow))
        return Explanation(Text(f"{name.zh}（{flow}）", f"{name.en} ({flow})"), kg, f"kg/{per}")

    def _gas(self, flow: str, mass: float) -> Explanation:
        name, gwp = GASES.get(flow, Text(flow, flow)), self._gwp(flow)
        if flow == EQUIVALENT:
            return Explanation(Text("二氧化碳当量", "CO2 equivalent"), mass, KG)
        gwp_set = self.study.gwp_set
        potential = Explanation(
            Text(f"全球变暖潜势值（{gwp_set.title}）", f"GWP ({gwp_set.title})"),
            gwp,
            "kg CO2e/kg",
            (),
            provenance_in_words(gwp_set.provenance),
        )
        emitted = Explanation(Text(f"{name.zh}的质量", f"mass of {name.en}"), mass, "kg")
        return Explanation(Text(f"{name.zh} × 潜势值", f"{name.en} × GWP"), mass * gwp, KG, (emitted, potential))

    def _scale(self, process: Process, scale: float) -> Explanation:
        words = self.study.unit.words
        made = tuple(self._made(output) for output in process.outputs)
        if len(process.outputs) == 1:
            (output,) = process.outputs
            label = Text(f"每 {words.zh} 需要：{output.name.zh}", f"needed for {_en(words)}: {_en(output.name)}")
            made = (*made, Explanation(label, scale * float(output.amount.value), output.amount.unit))
        else:
            procedure = PROCEDURES[process.allocation.procedure]
            reason = Text(process.allocation.reason, process.allocation.reason)
            made = (
                *made,
                Explanation(Text(f"分配：{procedure.zh}", f"allocation: {procedure.en}"), None, "", (), reason),
            )
        return Explanation(
            Text(f"每 {words.zh} 分得的份额", f"part that {_en(words)} needs"),
            scale,
            "ratio",
            made,
            Text("由单元过程的供给关系和分配求得", "from the supplies between unit processes and their allocation"),
        )

    def _made(self, output: Output) -> Explanation:
        label = Text(f"本时段产出：{output.name.zh}", f"output of the period: {_en(output.name)}")
        if output.direction == "input":
            label = Text(f"本时段处理：{output.name.zh}", f"treated in the period: {_en(output.name)}")
        return Explanation(label, float(output.amount.value), output.amount.unit)


@dataclass(frozen=True, slots=True)
class _Given:
    """What stands in the study behind a contribution: an exchange, or a co-product with what it substitutes."""

    exchange: Exchange | None
    credit: Output | None

    @property
    def _part(self) -> Exchange | Output:
        part = self.exchange or self.credit
        assert part is not None
        return part

    @property
    def amount(self) -> Amount:
        """The amount as typed."""
        return self._part.amount

    @property
    def supply(self) -> Supply:
        """How it is supplied; for a credit, what it replaces."""
        supply = self._part.supply if isinstance(self._part, Exchange) else self._part.substitutes
        assert supply is not None
        return supply

    def source(self) -> Text:
        """Return kind of source, evidence and, for electricity, its attribution."""
        if self.exchange is None:
            return Text("共生产品替代的产品", "what the co-product replaces")
        kind = SOURCES[self.exchange.source]
        names = "、".join(evidence.name for evidence in self.exchange.evidence)
        electricity = self.exchange.electricity
        instrument = INSTRUMENTS[electricity.instrument] if electricity else Text("", "")
        return Text(
            "；".join(part for part in (kind.zh, f"凭证：{names}" if names else "没有列出凭证", instrument.zh) if part),
            "; ".join(
                part for part in (kind.en, f"evidence: {names}" if names else "no evidence", instrument.en) if part
            ),
        )


def source_of(factor: Factor) -> Text:
    """Return where a factor comes from: source, place, geography, year, release, certainty."""
    words = provenance_in_words(factor.provenance)
    tail_zh = f"；地域 {factor.geography}，基准年 {factor.reference_year}，版本 {factor.release}"
    tail_en = f"; geography {factor.geography}, reference year {factor.reference_year}, release {factor.release}"
    return Text(words.zh + tail_zh, words.en + tail_en)


def provenance_in_words(provenance: Provenance) -> Text:
    """Return a provenance in one line: issuer, document, number, place, certainty."""
    parts = (provenance.issuer, provenance.document, provenance.number, provenance.place, provenance.year)
    certainty = CERTAINTIES.get(provenance.certainty, Text(provenance.certainty, provenance.certainty))
    given = [part for n, part in enumerate(parts) if part and part not in parts[:n]]
    return Text(f"{'，'.join(given)}；确定程度：{certainty.zh}", f"{', '.join(given)}; certainty: {certainty.en}")


def _en(name: Named) -> str:
    return name.en or name.zh
