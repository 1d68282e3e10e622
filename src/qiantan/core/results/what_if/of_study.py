"""The dials of a study as it stands: amounts, outputs, allocation keys, parameters of methods, factors."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from qiantan.core.engine.characterize import gwp_of
from qiantan.core.engine.gradient import Gradient, gradient
from qiantan.core.engine.supplies import parameter_quantity
from qiantan.core.findings import Text
from qiantan.core.quantities.units import normalise_unit, same_dimension
from qiantan.core.results.what_if.dial import Dial
from qiantan.core.results.what_if.spans import around, spread_of, within
from qiantan.core.study.document import Emission, Exchange, Factor, Output, Process, Study
from qiantan.core.study.index import exchanges, outputs
from qiantan.core.study.shape import Amount, Named
from qiantan.core.study.supply import CutOff, FromMethod, Parameter, Supply

PER_CENT = 0.01
Changes = Mapping[str, Amount]


def study_dials(study: Study, *, only_factors: bool = False) -> tuple[Dial, ...]:
    """Return every figure of a study that moves its footprint, by the size of its effect."""
    slopes = gradient(study)
    found = [*_factors(study, slopes)]
    if not only_factors:
        found += [*_exchanges(study, slopes), *_outputs(study, slopes)]
    return tuple(sorted((dial for dial in found if dial.effect), key=lambda dial: -abs(dial.effect)))


def revised(study: Study, changes: Changes) -> Study:
    """Return the study with other figures; keys it does not know stay without effect. Nothing is judged here: the
    engine refuses what has no footprint.
    """
    if not changes:
        return study
    revision = _Revision(study, changes)
    return study.model_copy(
        update={
            "processes": tuple(revision.process(process) for process in study.processes),
            "factors": tuple(revision.factor(factor) for factor in study.factors),
        }
    )


def figure_of(factor: Factor, study: Study) -> Amount:
    """Return the one figure of a factor: its value, or kg CO2e of everything it states per unit."""
    if factor.value is not None:
        return factor.value
    per = f"({factor.per})" if set("*·/") & set(factor.per) else factor.per
    kg = sum((e.kg * Decimal(repr(gwp_of(study.gwp_set, e.flow))) for e in factor.emissions), Decimal(0))
    return Amount(value=kg, unit=normalise_unit(f"kgCO2e/{per}"))


# --- what can be moved -----------------------------------------------------------------------------------------------


def _exchanges(study: Study, slopes: Gradient) -> Iterator[Dial]:
    number = {entry.id: index for index, entry in enumerate(slopes.entries)}
    for located in exchanges(study):
        exchange, index = located.exchange, number[located.exchange.id]
        amount = exchange.amount
        low, high, span = around(float(amount.value), spread_of(exchange.distribution))
        yield Dial(
            key=f"amount:{exchange.id}",
            kind="amount",
            name=exchange.name,
            owner=located.process.name,
            value=amount.value,
            unit=amount.unit,
            low=low,
            high=high,
            span=span,
            least="any",
            effect=float(slopes.by_amount[index]) * PER_CENT,
            exchange=exchange.id,
        )
        if isinstance(exchange.supply, FromMethod):
            yield from _parameters(study, slopes, exchange, f"{located.place}/supply", index)


def _parameters(study: Study, slopes: Gradient, exchange: Exchange, place: str, index: int) -> Iterator[Dial]:
    from qiantan.core.methods.catalogue import METHODS

    assert isinstance(exchange.supply, FromMethod)
    method = METHODS[exchange.supply.method]
    factors = {factor.id: factor for factor in study.factors}
    for name, parameter in exchange.supply.parameters.items():
        quantity = parameter_quantity(parameter, factors)
        title = method.titles.get(name, Text(name, name))
        spec = method.parameter(name)
        low, high, span = around(quantity.value, 0.0)
        if spec is not None and same_dimension(spec.unit.replace("{amount}", exchange.amount.unit), quantity.unit):
            low, high = within(spec, exchange.amount.unit, quantity, (low, high))
        slope = slopes.by_figure.get(f"{place}/parameters/{name}/measured/value", 0.0) * quantity.value
        if parameter.factor is not None:
            slope = slopes.own_by_factor[index].get(parameter.factor, 0.0)
        yield Dial(
            key=f"parameter:{exchange.id}/{name}",
            kind="parameter",
            name=Named(zh=f"{exchange.name.zh} · {title.zh}", en=f"{_en(exchange.name)} · {title.en}"),
            owner=Named(zh=method.title.zh, en=method.title.en),
            value=Decimal(repr(quantity.value)) if parameter.measured is None else parameter.measured.value,
            unit=quantity.unit,
            low=low,
            high=high,
            span=span,
            default=parameter.factor is not None,
            least="any" if spec is None or spec.low < 0 else "zero",
            effect=slope * PER_CENT,
            exchange=exchange.id,
        )


def _outputs(study: Study, slopes: Gradient) -> Iterator[Dial]:
    for output, process, place in outputs(study):
        for kind, amount in (("output", output.amount), ("key", output.key)):
            if amount is None:
                continue
            figure = f"{place}/{'amount' if kind == 'output' else 'key'}/value"
            low, high, span = around(float(amount.value), 0.0)
            words = Text("产量", "output") if kind == "output" else Text("分配因子", "allocation key")
            yield Dial(
                key=f"{kind}:{process.id}/{output.flow}",
                kind="output" if kind == "output" else "key",
                name=Named(zh=f"{output.name.zh}（{words.zh}）", en=f"{_en(output.name)} ({words.en})"),
                owner=process.name,
                value=amount.value,
                unit=amount.unit,
                low=low,
                high=high,
                span=span,
                least="above zero" if kind == "output" else "zero",
                effect=slopes.by_figure.get(figure, 0.0) * float(amount.value) * PER_CENT,
            )


def _factors(study: Study, slopes: Gradient) -> Iterator[Dial]:
    for factor in study.factors:
        figure = figure_of(factor, study)
        low, high, span = around(float(figure.value), spread_of(factor.distribution))
        yield Dial(
            key=f"factor:{factor.id}",
            kind="factor",
            name=factor.name,
            owner=Named(zh="因子", en="Factors"),
            value=figure.value,
            unit=figure.unit,
            low=low,
            high=high,
            span=span,
            least="any",
            effect=slopes.by_factor.get(factor.id, 0.0) * PER_CENT,
        )


# --- with other figures ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Revision:
    """The parts of a study with the changed figures in place; parts without a change are the same objects."""

    study: Study
    changes: Changes
    figure: Callable[[Factor, Study], Amount] = field(default=figure_of)

    def process(self, process: Process) -> Process:
        exchanged = tuple(self._exchange(exchange) for exchange in process.exchanges)
        made = tuple(self._output(process, output) for output in process.outputs)
        if all(
            new is old for new, old in zip((*exchanged, *made), (*process.exchanges, *process.outputs), strict=True)
        ):
            return process
        return process.model_copy(update={"exchanges": exchanged, "outputs": made})

    def factor(self, factor: Factor) -> Factor:
        """Return a factor with another figure; the gases of an emission keep their proportions."""
        change = self.changes.get(f"factor:{factor.id}")
        if change is None:
            return factor
        if factor.value is not None:
            return factor.model_copy(update={"value": change})
        before = self.figure(factor, self.study).value
        if not before:
            return factor.model_copy(update={"emissions": (Emission(flow="co2e", kg=change.value),)})
        scaled = tuple(e.model_copy(update={"kg": e.kg * change.value / before}) for e in factor.emissions)
        return factor.model_copy(update={"emissions": scaled})

    def _exchange(self, exchange: Exchange) -> Exchange:
        amount = self.changes.get(f"amount:{exchange.id}", exchange.amount)
        supply = self._supply(exchange, amount)
        if amount is exchange.amount and supply is exchange.supply:
            return exchange
        return exchange.model_copy(update={"amount": amount, "supply": supply})

    def _supply(self, exchange: Exchange, amount: Amount) -> Supply:
        supply = exchange.supply
        if isinstance(supply, CutOff) and amount is not exchange.amount and exchange.amount.value:
            # The estimate is that of the whole amount, so it grows with it.
            return supply.model_copy(update={"estimate": supply.estimate * amount.value / exchange.amount.value})
        if not isinstance(supply, FromMethod):
            return supply
        measured = {
            name: Parameter(measured=change)
            for name in supply.parameters
            if (change := self.changes.get(f"parameter:{exchange.id}/{name}")) is not None
        }
        return supply.model_copy(update={"parameters": {**supply.parameters, **measured}}) if measured else supply

    def _output(self, process: Process, output: Output) -> Output:
        place = f"{process.id}/{output.flow}"
        amount = self.changes.get(f"output:{place}", output.amount)
        key = self.changes.get(f"key:{place}", output.key)
        if amount is output.amount and key is output.key:
            return output
        return output.model_copy(update={"amount": amount, "key": key})


def _en(name: Named) -> str:
    return name.en or name.zh
