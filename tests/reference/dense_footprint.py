"""A second calculation of a study in plain dense NumPy, sharing no code with the engine.

It knows the study document, kg and t, factors, and the matrix method: A s = f, g = B s. Allocation is done the pedestrian
way, by writing out one column per output. Nothing here is fast or careful, so that it can be read in one go.
"""

from dataclasses import dataclass

import numpy as np

from qiantan.core.study.document import Study

KG = {"kg": 1.0, "t": 1000.0}


@dataclass(frozen=True)
class DenseResult:
    total: float
    kg_by_exchange: dict[str, float]


def kilograms(amount) -> float:
    return float(amount.value) * KG[amount.unit]


def dense_footprint(study: Study) -> DenseResult:
    columns = [(process, *part) for process in study.processes for part in split(process)]
    products = [(process.id, output.flow) for process, output, _ in columns]
    technosphere = np.zeros((len(products), len(products)))
    for j, (process, output, shares) in enumerate(columns):
        technosphere[j, j] += kilograms(output.amount) * (1 if output.direction == "output" else -1)
        for exchange in process.exchanges:
            if exchange.supply.kind == "process":
                i = products.index((exchange.supply.process, exchange.supply.flow))
                sign = 1 if exchange.direction == "output" else -1
                technosphere[i, j] += shares[exchange.id] * sign * kilograms(exchange.amount)

    wanted = products.index((study.unit.process, study.unit.flow))
    demand = np.zeros(len(products))
    demand[wanted] = float(study.unit.amount) * KG[study.unit.unit] * np.sign(technosphere[wanted, wanted])
    scale = np.linalg.solve(technosphere, demand)

    by_exchange: dict[str, float] = {}
    for runs, (process, _, shares) in zip(scale, columns, strict=True):
        for exchange_id, kg in direct(process, shares, study):
            by_exchange[exchange_id] = by_exchange.get(exchange_id, 0.0) + kg * runs
    return DenseResult(float(sum(by_exchange.values())), by_exchange)


def direct(process, shares, study: Study):
    """Kilograms of CO2e of one run of a column, by exchange; credits of co-products are negative."""
    gwp = {flow: float(value) for flow, value in study.gwp_set.values.items()}
    per_kg = {
        factor.id: sum(float(e.kg) * gwp[e.flow] for e in factor.emissions) / KG[factor.per] for factor in study.factors
    }
    for exchange in process.exchanges:
        if exchange.supply.kind == "factor":
            yield exchange.id, shares[exchange.id] * kilograms(exchange.amount) * per_kg[exchange.supply.factor]
    if process.allocation.procedure == "substitution":
        for output in process.outputs:
            if output.role == "co_product":
                kg = kilograms(output.amount) * per_kg[output.substitutes.factor]
                yield f"{process.id}.{output.flow}.credit", -kg


def split(process):
    """Each output that becomes a column, with the share of every exchange it bears."""
    procedure = process.allocation.procedure
    if procedure in ("none", "substitution"):
        reference = next(output for output in process.outputs if output.role == "reference")
        return [(reference, {exchange.id: 1.0 for exchange in process.exchanges})]
    if procedure == "subdivision":
        return [
            (output, {e.id: float(e.assigned_to == output.flow) for e in process.exchanges})
            for output in process.outputs
        ]
    keys = [kilograms(o.amount) if procedure == "mass" else float(o.key.value) for o in process.outputs]
    return [
        (
            output,
            {
                e.id: key / sum(keys) if e.assigned_to is None else float(e.assigned_to == output.flow)
                for e in process.exchanges
            },
        )
        for output, key in zip(process.outputs, keys, strict=True)
    ]
