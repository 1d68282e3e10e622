"""Everything that keeps a study from having a footprint, found in one go."""

from collections.abc import Iterator

from qiantan.core.engine.allocation import SPLITTING, KeyFault, carriers, keys
from qiantan.core.engine.faults import fault, listed, repeated
from qiantan.core.engine.spread import relative_factor
from qiantan.core.engine.supply_problems import SupplyProblems
from qiantan.core.findings import Finding, Text
from qiantan.core.quantities.distributions import DistributionError
from qiantan.core.quantities.units import UnitError, convert
from qiantan.core.study.document import Distribution, Process, Study


def structural_problems(study: Study) -> tuple[Finding, ...]:
    """Return every contradiction inside the document, in the order of the document."""
    supplies = SupplyProblems(study)
    findings: list[Finding] = [*_ids(study), *_unit(study), *_grid_factor(study)]
    for index, process in enumerate(study.processes):
        place = f"/processes/{index}"
        findings += _stages(study, process, place)
        findings += _outputs(process, place)
        findings += _assignments(process, place)
        for number, exchange in enumerate(process.exchanges):
            findings += _distribution(exchange.distribution, f"{place}/exchanges/{number}/distribution")
            findings += supplies.of_exchange(exchange, f"{place}/exchanges/{number}")
        for number, output in enumerate(process.outputs):
            if output.substitutes is not None:
                findings += supplies.of_credit(output, f"{place}/outputs/{number}")
    for index, factor in enumerate(study.factors):
        findings += _distribution(factor.distribution, f"/factors/{index}/distribution")
    return tuple(dict.fromkeys(findings))


def _distribution(distribution: Distribution | None, place: str) -> Iterator[Finding]:
    if distribution is None:
        return
    try:
        relative_factor(distribution)
    except DistributionError as error:
        yield fault("DISTRIBUTION", place, Text(error.zh, error.en))


def _ids(study: Study) -> Iterator[Finding]:
    numbered = list(enumerate(study.processes))
    yield from repeated(((f"/processes/{i}/id", p.id) for i, p in numbered), Text("过程", "process"))
    yield from repeated(
        ((f"/processes/{i}/exchanges/{k}/id", e.id) for i, p in numbered for k, e in enumerate(p.exchanges)),
        Text("交换", "exchange"),
    )
    yield from repeated(((f"/factors/{i}/id", f.id) for i, f in enumerate(study.factors)), Text("因子", "factor"))
    yield from repeated(
        ((f"/boundary/stages/{i}/id", s.id) for i, s in enumerate(study.boundary.stages)), Text("阶段", "stage")
    )
    for i, process in numbered:
        yield from repeated(
            ((f"/processes/{i}/outputs/{k}/flow", o.flow) for k, o in enumerate(process.outputs)),
            Text("产出", "output"),
        )


def _unit(study: Study) -> Iterator[Finding]:
    unit = study.unit
    process = next((process for process in study.processes if process.id == unit.process), None)
    if process is None:
        yield fault(
            "UNKNOWN-PROCESS",
            "/unit/process",
            Text(
                f"声明单位所指的过程“{unit.process}”不存在",
                f"the unit names process '{unit.process}', which is missing",
            ),
            found=unit.process,
            expected=listed(process.id for process in study.processes),
        )
        return
    output = next((output for output in carriers(process) if output.flow == unit.flow), None)
    if output is None:
        yield fault(
            "UNKNOWN-OUTPUT",
            "/unit/flow",
            Text(
                f"过程“{process.name.zh}”不提供产出“{unit.flow}”",
                f"process '{process.name.en or process.name.zh}' delivers no output '{unit.flow}'",
            ),
            found=unit.flow,
            expected=listed(output.flow for output in carriers(process)),
        )
        return
    if not unit.amount > 0:
        yield fault(
            "UNIT-AMOUNT",
            "/unit/amount",
            Text("声明单位的数量必须大于零", "the amount of the declared or functional unit must be above zero"),
            found=str(unit.amount),
        )
    try:
        convert(1.0, unit.unit, output.amount.unit)
    except UnitError as error:
        yield fault(
            "UNIT",
            "/unit/unit",
            Text(f"声明单位：{error.zh}", f"declared or functional unit: {error.en}"),
            found=unit.unit,
            expected=Text(output.amount.unit, output.amount.unit),
        )


def _grid_factor(study: Study) -> Iterator[Finding]:
    if study.grid_factor is None:
        return
    factor = next((factor for factor in study.factors if factor.id == study.grid_factor), None)
    if factor is None or factor.kind != "electricity_footprint":
        candidates = (factor.id for factor in study.factors if factor.kind == "electricity_footprint")
        yield fault(
            "GRID-FACTOR",
            "/grid_factor",
            Text(
                f"电网因子“{study.grid_factor}”不是本研究中的电力碳足迹因子",
                f"grid factor '{study.grid_factor}' is not an electricity footprint factor of this study",
            ),
            found=study.grid_factor,
            expected=listed(candidates),
        )


def _stages(study: Study, process: Process, place: str) -> Iterator[Finding]:
    known = {stage.id for stage in study.boundary.stages}
    named = [(f"{place}/stage", process.stage)]
    named += [(f"{place}/exchanges/{k}/stage", e.stage) for k, e in enumerate(process.exchanges) if e.stage]
    for pointer, stage in named:
        if stage not in known:
            yield fault(
                "UNKNOWN-STAGE",
                pointer,
                Text(f"阶段“{stage}”不在系统边界中", f"stage '{stage}' is not part of the system boundary"),
                found=stage,
                expected=listed(stage.id for stage in study.boundary.stages),
            )


def _outputs(process: Process, place: str) -> Iterator[Finding]:
    references = [output for output in process.outputs if output.role == "reference"]
    if len(references) != 1:
        yield fault(
            "REFERENCE",
            f"{place}/outputs",
            Text(
                f"过程“{process.name.zh}”有 {len(references)} 个基准产出，须恰为 1 个",
                f"process '{process.name.en or process.name.zh}' has {len(references)} reference outputs, it needs one",
            ),
            found=str(len(references)),
            expected=Text("1", "1"),
        )
        return
    for number, output in enumerate(process.outputs):
        if not output.amount.value > 0:
            yield fault(
                "OUTPUT-AMOUNT",
                f"{place}/outputs/{number}/amount",
                Text(
                    f"过程“{process.name.zh}”的产出“{output.name.zh}”数量须大于零",
                    f"output '{output.name.en or output.name.zh}' of process '{process.name.en or process.name.zh}' "
                    "must be above zero",
                ),
                found=f"{output.amount.value} {output.amount.unit}",
            )
    yield from _allocation(process, place)


def _allocation(process: Process, place: str) -> Iterator[Finding]:
    procedure = process.allocation.procedure
    if procedure == "none" and len(process.outputs) > 1:
        yield fault(
            "UNALLOCATED",
            f"{place}/allocation/procedure",
            Text(
                f"过程“{process.name.zh}”有 {len(process.outputs)} 个产出，须选择分配方法",
                f"process '{process.name.en or process.name.zh}' has {len(process.outputs)} outputs and needs an "
                "allocation procedure",
            ),
            found=procedure,
            expected=listed((*SPLITTING, "substitution")),
        )
    try:
        keys(process)
    except KeyFault as error:
        yield fault("ALLOCATION-KEY", f"{place}/outputs/{error.output}/key", error.text)
    for number, output in enumerate(process.outputs):
        if procedure == "substitution" and output.role == "co_product" and output.substitutes is None:
            yield fault(
                "SUBSTITUTES",
                f"{place}/outputs/{number}/substitutes",
                Text(
                    f"采用替代法，但未说明副产品“{output.name.zh}”替代什么",
                    f"substitution is chosen, but nothing says what co-product '{output.name.en or output.name.zh}' "
                    "replaces",
                ),
            )


def _assignments(process: Process, place: str) -> Iterator[Finding]:
    flows = [output.flow for output in process.outputs]
    for number, exchange in enumerate(process.exchanges):
        if exchange.assigned_to is not None and exchange.assigned_to not in flows:
            yield fault(
                "ASSIGNED-TO",
                f"{place}/exchanges/{number}/assigned_to",
                Text(
                    f"“{exchange.name.zh}”归属的产出“{exchange.assigned_to}”不是本过程的产出",
                    f"'{exchange.name.en or exchange.name.zh}' is assigned to '{exchange.assigned_to}', which is no "
                    "output of this process",
                ),
                found=exchange.assigned_to,
                expected=listed(flows),
            )
        if exchange.assigned_to is None and process.allocation.procedure == "subdivision" and len(flows) > 1:
            yield fault(
                "SUBDIVISION",
                f"{place}/exchanges/{number}/assigned_to",
                Text(
                    f"过程“{process.name.zh}”按产出拆分，但“{exchange.name.zh}”未归属任何产出",
                    f"process '{process.name.en or process.name.zh}' is subdivided, but "
                    f"'{exchange.name.en or exchange.name.zh}' is assigned to no output",
                ),
                expected=listed(flows),
            )
