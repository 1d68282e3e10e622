"""From a study to its footprint."""

from math import fsum

import numpy as np

from qiantan.core.engine.assemble import assemble
from qiantan.core.engine.contribution import assert_sums, by
from qiantan.core.engine.diagnosis import OutOfRangeError
from qiantan.core.engine.errors import EngineError
from qiantan.core.engine.faults import fault
from qiantan.core.engine.outcome import Outcome
from qiantan.core.engine.problems import structural_problems
from qiantan.core.engine.scaling import Scaling, scaling
from qiantan.core.engine.system import Floats, ProductSystem
from qiantan.core.findings import Finding
from qiantan.core.quantities.units import UnitError, convert
from qiantan.core.study.document import Output, Process, Study
from qiantan.core.study.flows import ACCOUNTS
from qiantan.core.study.supply import CutOff, FromFactor

OFF_GRID = ("own_generation", "dedicated_line")


def problems(study: Study) -> tuple[Finding, ...]:
    """Return everything that keeps a study from having a footprint, each at its JSON pointer; empty when it has one."""
    found = structural_problems(study)
    if found:
        return found
    try:
        scaling(assemble(study))
    except EngineError as error:
        return (fault(error.code.removeprefix("ENGINE-"), "/processes", error.text),)
    return ()


def calculate(study: Study) -> Outcome:
    """Return the footprint of a study.

    Raises FaultyStudyError where the document contradicts itself, LoopGainError where processes feed each other
    without end, IdenticalProcessesError, InaccurateError and OutOfRangeError where the equations have no one answer.
    """
    system = assemble(study)
    needs = scaling(system)
    weight = needs.weight
    with np.errstate(over="ignore", invalid="ignore"):
        kg = _finite(system, weight[:, None] * system.intervention * system.characterisation[None, :])
        amounts = _finite(system, weight * np.array([entry.amount for entry in system.entries]))
        estimates = _finite(system, weight * np.array([entry.estimate for entry in system.entries]))
    total = fsum(kg.flat)
    entries, flows = system.entries, system.flows
    outcome = Outcome(
        total=total,
        entries=entries,
        exchange_ids=tuple(entry.id for entry in entries),
        process_ids=tuple(process.id for process in study.processes),
        flows=flows,
        kg_by_exchange_flow=kg,
        amount_by_exchange=amounts,
        estimate_by_exchange=estimates,
        scale_by_process=_scale(study, system, needs),
        by_stage=by([entry.stage for entry in entries], kg, (stage.id for stage in study.boundary.stages)),
        by_process=by([entry.process for entry in entries], kg, (process.id for process in study.processes)),
        by_gas=by(list(flows), kg.T, flows),
        by_category=by([entry.category for entry in entries], kg),
        by_account=by([ACCOUNTS[flow] for flow in flows], kg.T),
        with_grid_factor=_with_grid_factor(study, total),
        biogenic_carbon=_biogenic_carbon(study),
        residual=needs.residual,
        system=system,
        scaling=needs,
    )
    assert_sums(outcome)
    return outcome


def _finite(system: ProductSystem, figures: Floats) -> Floats:
    """Return the figures (entry × any); raises OutOfRangeError with the exchanges whose figures overflow."""
    beyond = tuple(e.name for e, row in zip(system.entries, figures, strict=True) if not np.isfinite(row).all())
    if beyond:
        raise OutOfRangeError(beyond)
    return figures


def _scale(study: Study, system: ProductSystem, needs: Scaling) -> Floats:
    parts: dict[str, list[float]] = {process.id: [] for process in study.processes}
    for column, scale in zip(system.columns, needs.runs.tolist(), strict=True):
        parts[column.process].append(scale * column.share)
    return np.array([fsum(part) for part in parts.values()])


def _with_grid_factor(study: Study, total: float) -> float | None:
    if study.grid_factor is None:
        return None
    grid = FromFactor(factor=study.grid_factor)
    revalued = [_on_grid(process, grid) for process in study.processes]
    if all(new is old for new, old in zip(revalued, study.processes, strict=True)):
        return total
    system = assemble(study.model_copy(update={"processes": tuple(revalued), "grid_factor": None}))
    return fsum(scaling(system).weight * system.score)


def _on_grid(process: Process, grid: FromFactor) -> Process:
    """Return the process with claimed and grid electricity supplied by the grid; the same object where nothing changes.

    What physically never passed the grid, own generation and a dedicated line, keeps its supply.
    """
    exchanges = tuple(
        exchange.model_copy(update={"supply": grid})
        if exchange.electricity
        and exchange.electricity.instrument not in OFF_GRID
        and exchange.supply != grid
        and not isinstance(exchange.supply, CutOff)
        else exchange
        for exchange in process.exchanges
    )
    if all(new is old for new, old in zip(exchanges, process.exchanges, strict=True)):
        return process
    return process.model_copy(update={"exchanges": exchanges})


def _biogenic_carbon(study: Study) -> float:
    process = next(process for process in study.processes if process.id == study.unit.process)
    output = next(output for output in process.outputs if output.flow == study.unit.flow)
    if output.carbon_content is None or output.biogenic_carbon is None:
        return 0.0
    return _mass_of_unit(study, output) * float(output.carbon_content) * float(output.biogenic_carbon)


def _mass_of_unit(study: Study, output: Output) -> float:
    """Kilograms of one unit: by its own unit, else by the product's mass per unit of the output."""
    amount = float(study.unit.amount)
    try:
        return amount * convert(1.0, study.unit.unit, "kg")
    except UnitError:
        mass = study.product.mass_per_unit
        if mass is None:
            return 0.0
        return (
            amount
            * convert(1.0, study.unit.unit, output.amount.unit)
            * float(mass.value)
            * convert(1.0, mass.unit, "kg")
        )
