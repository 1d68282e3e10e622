"""How the footprint answers to every figure of a study: d total / d figure, by one forward and one adjoint solve.

With x the amounts of products and y the burden of one unit of each, a link from product i to process j moves the
total by y_i x_j, whatever loops lie behind it. Methods are differentiated by complex step: their arithmetic runs once
more with an imaginary 1e-30 on one figure, which is exact to rounding (Squire & Trapp, SIAM Review 40:110, 1998).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import fsum
from typing import Any

import numpy as np

from qiantan.core.engine.allocation import KEY_UNIT, SPLITTING, keys
from qiantan.core.engine.assemble import assemble
from qiantan.core.engine.scaling import burdens, scaling
from qiantan.core.engine.supplies import NO_FIGURES, entry_emissions, parameter_quantity
from qiantan.core.engine.system import Entry, Floats
from qiantan.core.quantities.units import convert
from qiantan.core.study.document import Process, Study
from qiantan.core.study.supply import FromFactor, FromMethod, FromStudy

STEP = 1e-30

Terms = Iterator[tuple[str, float]]


@dataclass(frozen=True, slots=True, eq=False)
class Gradient:
    """`by_figure`: d total / d figure by the JSON pointer of the figure, kg CO2e per unit of the figure as typed.

    `by_amount` (entry) and `by_factor` (factor id): the change of the total for a relative change of an amount, and of
    everything a factor states together, kg CO2e per unit. `own_by_factor` (entry → factor id): the part of an entry in
    the latter, `contribution` (entry) what each entry adds to the total. A figure that moves nothing is not listed.
    """

    total: float
    entries: tuple[Entry, ...]
    contribution: Floats
    by_figure: Mapping[str, float]
    by_amount: Floats
    by_factor: Mapping[str, float]
    own_by_factor: tuple[Mapping[str, float], ...]


def gradient(study: Study) -> Gradient:
    """Return the derivative of the footprint by every amount, output, allocation key, factor value, parameter, GWP."""
    work = _Differentiation(study)
    own = tuple(_collected(work.factors_of(index)) for index in range(len(work.system.entries)))
    return Gradient(
        total=work.total,
        entries=work.system.entries,
        contribution=work.needs.weight * work.system.score,
        by_figure=_collected(work.figures()),
        by_amount=np.array([work.slope(index) * entry.amount for index, entry in enumerate(work.system.entries)]),
        by_factor=_collected(term for terms in own for term in terms.items()),
        own_by_factor=own,
    )


def _collected(terms: "Iterator[tuple[str, float]]") -> dict[str, float]:
    parts: dict[str, list[float]] = defaultdict(list)
    for name, value in terms:
        parts[name].append(value)
    return {name: fsum(values) for name, values in parts.items()}


class _Differentiation:
    """One forward and one adjoint solve of a study, and the derivatives that follow from them."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.system = assemble(study)
        self.needs = scaling(self.system)
        self.burden = burdens(self.system, self.needs.factors)
        self.factors = {factor.id: factor for factor in study.factors}
        self.factor_place = {factor.id: f"/factors/{index}" for index, factor in enumerate(study.factors)}
        self.gwp = dict(zip(self.system.flows, self.system.characterisation.tolist(), strict=True))
        self.weight: list[float] = self.needs.weight.tolist()
        self.total = fsum(self.needs.weight * self.system.score)

    def figures(self) -> Terms:
        """Every figure of the study by JSON pointer; a figure that acts in several ways comes several times."""
        yield "/unit/amount", self.total / float(self.study.unit.amount)
        for number, flow in enumerate(self.system.flows):
            if flow in self.study.gwp_set.values:
                yield f"/gwp_set/values/{flow}", fsum(self.needs.weight * self.system.intervention[:, number])
        for index, entry in enumerate(self.system.entries):
            # A credit carries the amount of its output with the sign turned.
            yield f"{entry.place}/amount/value", self.slope(index) * (1.0 if entry.exchange else -1.0)
            yield from self._supply(index, entry)
        for number, process in enumerate(self.study.processes):
            yield from self._outputs(process, f"/processes/{number}/outputs")

    def slope(self, index: int) -> float:
        """D total / d amount of an entry, in the unit of the entry."""
        entry = self.system.entries[index]
        if entry.provider is not None:
            column = self.system.columns[entry.provider]
            needed = -column.sign * entry.link_sign * convert(1.0, entry.unit, column.unit)
            return float(self.weight[index] * self.burden[entry.provider] * needed)
        return self._step(index, amount=entry.amount + STEP * 1j)

    def factors_of(self, index: int) -> Terms:
        """The change of the total for a relative change of a factor, as far as it acts through one entry."""
        entry = self.system.entries[index]
        if isinstance(entry.supply, FromFactor):
            yield entry.supply.factor, self.weight[index] * float(self.system.score[index])
        if isinstance(entry.supply, FromMethod):
            for name, parameter in entry.supply.parameters.items():
                if parameter.factor is not None:
                    value = parameter_quantity(parameter, self.factors).value
                    yield parameter.factor, value * self._step(index, figures={name: value + STEP * 1j})

    def _supply(self, index: int, entry: Entry) -> Terms:
        """The figures of the supply of an entry: values of its factor, study or method."""
        supply, place, weight = entry.supply, entry.supply_place, self.weight[index]
        if isinstance(supply, FromFactor):
            factor = self.factors[supply.factor]
            units = convert(entry.amount, entry.unit, factor.per)
            for number, emission in enumerate(factor.emissions):
                pointer = f"{self.factor_place[factor.id]}/emissions/{number}/kg"
                yield pointer, weight * units * self.gwp[emission.flow]
        elif isinstance(supply, FromStudy):
            units = convert(entry.amount, entry.unit, supply.unit.unit) / float(supply.unit.value)
            for flow in supply.emissions:
                yield f"{place}/emissions/{flow}", weight * units * self.gwp[flow]
            yield f"{place}/unit/value", -weight * float(self.system.score[index]) / float(supply.unit.value)
        elif isinstance(supply, FromMethod):
            for name, parameter in supply.parameters.items():
                value = parameter_quantity(parameter, self.factors).value
                change = self._step(index, figures={name: value + STEP * 1j})
                if parameter.factor is None:
                    yield f"{place}/parameters/{name}/measured/value", change
                else:
                    pinned = self.factors[parameter.factor]
                    figure = "emissions/0/kg" if pinned.value is None else "value/value"
                    yield f"{self.factor_place[pinned.id]}/{figure}", change

    def _step(self, index: int, amount: Any = None, figures: Mapping[str, Any] = NO_FIGURES) -> float:
        caused = entry_emissions(self.system.entries[index], self.factors, amount=amount, figures=figures)
        return float(self.weight[index]) * fsum(complex(kg).imag / STEP * self.gwp[flow] for flow, kg in caused.items())

    def _outputs(self, process: Process, place: str) -> Terms:
        """The amounts of the outputs, and the keys by which they share the process."""
        for number, output in enumerate(process.outputs):
            column = self.system.column_of.get((process.id, output.flow))
            if column is not None:
                yield f"{place}/{number}/amount/value", -float(self.burden[column] * self.needs.runs[column])
        figures = keys(process)
        if not figures:
            return
        columns = [self.system.column_of[process.id, output.flow] for output in process.outputs]
        whole, burden = fsum(figures), self._shared_burden(process)
        average = fsum(f / whole * float(self.needs.runs[c]) for f, c in zip(figures, columns, strict=True))
        unit = KEY_UNIT.get(process.allocation.procedure, (process.outputs[0].key or process.outputs[0].amount).unit)
        for number, (output, column) in enumerate(zip(process.outputs, columns, strict=True)):
            key, name = (output.key, "key") if output.key else (output.amount, "amount")
            change = burden / whole * (float(self.needs.runs[column]) - average)
            yield f"{place}/{number}/{name}/value", change * convert(1.0, key.unit, unit)

    def _shared_burden(self, process: Process) -> float:
        """Kg CO2e of one run of the whole process, without what is assigned to one output."""
        assert process.allocation.procedure in SPLITTING
        return fsum(
            float(self.system.score[index])
            if entry.provider is None
            else float(self.burden[entry.provider]) * self.system.needed(index)
            for index, entry in enumerate(self.system.entries)
            if entry.process == process.id and not (entry.exchange and entry.exchange.assigned_to)
        )
