"""From a study to its product system.

Amounts stay the plant's totals of the period. A link to a process of the study is written in the unit of the output
that supplies it; everything else becomes kg of elementary flows. Every exchange keeps a row of its own, so that its
contribution is exact and never has to be shared out again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from qiantan.core.engine.allocation import carriers, shares, shares_of
from qiantan.core.engine.characterize import characterisation
from qiantan.core.engine.errors import FaultyStudyError
from qiantan.core.engine.problems import structural_problems
from qiantan.core.engine.supplies import Factors, entry_emissions
from qiantan.core.engine.system import Column, Entry, Floats, Ints, ProductSystem, Technosphere
from qiantan.core.quantities.units import convert
from qiantan.core.study.document import Exchange, Output, Process, Study
from qiantan.core.study.flows import FLOWS
from qiantan.core.study.shape import Amount, Named
from qiantan.core.study.supply import CutOff, FromProcess, Supply


def assemble(study: Study) -> ProductSystem:
    """Return the arrays of a study; raises FaultyStudyError with every fault it finds."""
    faults = structural_problems(study)
    if faults:
        raise FaultyStudyError(faults)
    columns = tuple(column for process in study.processes for column in _columns(process))
    column_of = {(column.process, column.flow): index for index, column in enumerate(columns)}
    entries = tuple(
        entry
        for index, process in enumerate(study.processes)
        for entry in _entries(process, f"/processes/{index}", columns, column_of)
    )
    shared = _shares(study, entries, column_of)
    flows, intervention = _intervention(entries, {factor.id: factor for factor in study.factors})
    demand = np.zeros(len(columns))
    delivering = column_of[study.unit.process, study.unit.flow]
    demand[delivering] = float(study.unit.amount) * convert(1.0, study.unit.unit, columns[delivering].unit)
    return ProductSystem(
        columns=columns,
        entries=entries,
        flows=flows,
        technosphere=_technosphere(columns, entries, shared),
        link_entry=np.array([e for e in shared.entry if entries[e].provider is not None], dtype=np.intp),
        intervention=intervention,
        characterisation=np.array(characterisation(study.gwp_set, flows)),
        demand=demand,
        share_entry=shared.entry,
        share_column=shared.column,
        share=shared.value,
        column_of=column_of,
    )


def _columns(process: Process) -> Iterator[Column]:
    whole = carriers(process)
    split = len(whole) > 1
    for output, share in zip(whole, shares(process), strict=True):
        yield Column(
            id=f"{process.id}.{output.flow}" if split else process.id,
            process=process.id,
            flow=output.flow,
            name=_joined(process.name, output.name) if split else process.name,
            unit=output.amount.unit,
            amount=float(output.amount.value),
            share=share,
            sign=1 if output.direction == "output" else -1,
        )


def _joined(process: Named, output: Named) -> Named:
    english = f"{process.en or process.zh} · {output.en or output.zh}" if process.en or output.en else ""
    return Named(zh=f"{process.zh} · {output.zh}", en=english)


# --- entries: the exchanges, and the credits of co-products ---


def _entries(
    process: Process, place: str, columns: tuple[Column, ...], column_of: dict[tuple[str, str], int]
) -> Iterator[Entry]:
    for number, exchange in enumerate(process.exchanges):
        sign = 1 if exchange.direction == "output" else -1
        provider, link = _link(exchange.supply, exchange.amount, sign, columns, column_of)
        yield Entry(
            id=exchange.id,
            process=process.id,
            stage=exchange.stage or process.stage,
            category=exchange.category,
            name=exchange.name,
            amount=float(exchange.amount.value),
            unit=exchange.amount.unit,
            supply=exchange.supply,
            exchange=exchange,
            provider=provider,
            link=link,
            link_sign=sign,
            estimate=float(exchange.supply.estimate) if isinstance(exchange.supply, CutOff) else 0.0,
            place=f"{place}/exchanges/{number}",
            supply_place=f"{place}/exchanges/{number}/supply",
        )
    for number, output in credited(process):
        yield _credit(process, output, f"{place}/outputs/{number}", columns, column_of)


def credited(process: Process) -> tuple[tuple[int, Output], ...]:
    """Return the co-products whose substitutes a process is credited with, and their positions."""
    if process.allocation.procedure != "substitution":
        return ()
    return tuple((number, output) for number, output in enumerate(process.outputs) if output.role == "co_product")


def credit_id(process: Process, output: Output) -> str:
    """Return the id of the entry that credits a co-product."""
    return f"{process.id}.{output.flow}.credit"


def _credit(
    process: Process, output: Output, place: str, columns: tuple[Column, ...], column_of: dict[tuple[str, str], int]
) -> Entry:
    supply = output.substitutes
    assert supply is not None
    # The co-product enters the market, so what it replaces is made that much less: a supply with the sign turned.
    sign = 1 if output.direction == "output" else -1
    provider, link = _link(supply, output.amount, sign, columns, column_of)
    return Entry(
        id=credit_id(process, output),
        process=process.id,
        stage=process.stage,
        category="other",
        name=Named(zh=f"{output.name.zh}（替代）", en=f"{output.name.en or output.name.zh} (substituted)"),
        amount=-float(output.amount.value),
        unit=output.amount.unit,
        supply=supply,
        exchange=None,
        provider=provider,
        link=link,
        link_sign=-sign,
        estimate=-float(supply.estimate) if isinstance(supply, CutOff) else 0.0,
        place=place,
        supply_place=f"{place}/substitutes",
    )


def _link(
    supply: Supply, amount: Amount, sign: int, columns: tuple[Column, ...], column_of: dict[tuple[str, str], int]
) -> tuple[int | None, float]:
    if not isinstance(supply, FromProcess):
        return None, 0.0
    provider = column_of[supply.process, supply.flow]
    return provider, sign * float(amount.value) * convert(1.0, amount.unit, columns[provider].unit)


# --- arrays ---


@dataclass(frozen=True, slots=True, eq=False)
class _Shares:
    entry: Ints
    column: Ints
    value: Floats


def _shares(study: Study, entries: Iterable[Entry], column_of: dict[tuple[str, str], int]) -> _Shares:
    triplets: list[tuple[int, int, float]] = []
    process_of = {process.id: process for process in study.processes}
    whole = {process.id: shares(process) for process in study.processes}
    for index, entry in enumerate(entries):
        process = process_of[entry.process]
        parts = shares_of(_assignment(entry.exchange), process, whole[process.id])
        triplets += [
            (index, column_of[process.id, output.flow], part)
            for output, part in zip(carriers(process), parts, strict=True)
            if part
        ]
    entry_, column, value = zip(*triplets, strict=True) if triplets else ((), (), ())
    return _Shares(np.array(entry_, dtype=np.intp), np.array(column, dtype=np.intp), np.array(value, dtype=float))


def _assignment(exchange: Exchange | None) -> str | None:
    return exchange.assigned_to if exchange else None


def _technosphere(columns: tuple[Column, ...], entries: tuple[Entry, ...], shared: _Shares) -> Technosphere:
    links = [
        (entries[entry].provider, column, part * entries[entry].link)
        for entry, column, part in zip(shared.entry, shared.column, shared.value, strict=True)
        if entries[entry].provider is not None
    ]
    row, column, value = zip(*links, strict=True) if links else ((), (), ())
    return Technosphere(
        names=tuple(column.name for column in columns),
        pivot_row=np.arange(len(columns)),
        pivot=np.array([column.sign * column.amount for column in columns]),
        row=np.array(row, dtype=np.intp),
        column=np.array(column, dtype=np.intp),
        value=np.array(value, dtype=float),
    )


def _intervention(entries: tuple[Entry, ...], factors: Factors) -> tuple[tuple[str, ...], Floats]:
    kg_by_entry = [entry_emissions(entry, factors) for entry in entries]
    present = {flow for kg in kg_by_entry for flow in kg}
    flows = tuple(flow for flow in FLOWS if flow in present)
    kilograms = np.zeros((len(entries), len(flows)))
    for index, kg in enumerate(kg_by_entry):
        for flow, value in kg.items():
            kilograms[index, flows.index(flow)] = value
    return flows, kilograms
