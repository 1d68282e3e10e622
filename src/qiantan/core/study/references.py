"""Whether every id of a study stands once and every reference leads somewhere."""

from collections.abc import Iterable, Iterator

from qiantan.core.findings import Finding, Text
from qiantan.core.study.document import Process, Study
from qiantan.core.study.faults import fault
from qiantan.core.study.index import exchanges, factor_uses, supplies
from qiantan.core.study.supply import FromProcess


def repeated_ids(study: Study) -> Iterator[Finding]:
    """Find ids given twice: of processes, exchanges, factors, stages, sites, and of the outputs of one process."""
    lists: list[tuple[Text, list[tuple[str, str]]]] = [
        (Text("单元过程", "unit process"), [(p.id, f"/processes/{n}/id") for n, p in enumerate(study.processes)]),
        (Text("交换", "exchange"), [(x.exchange.id, f"{x.place}/id") for x in exchanges(study)]),
        (Text("因子", "factor"), [(f.id, f"/factors/{n}/id") for n, f in enumerate(study.factors)]),
        (
            Text("生命周期阶段", "life-cycle stage"),
            [(s.id, f"/boundary/stages/{n}/id") for n, s in enumerate(study.boundary.stages)],
        ),
        (Text("生产场所", "site"), [(s.id, f"/sites/{n}/id") for n, s in enumerate(study.sites)]),
    ]
    lists += [
        (
            Text(f"单元过程“{process.name.zh}”的产出", f"output of unit process “{_en(process)}”"),
            [(output.flow, f"/processes/{p}/outputs/{o}/flow") for o, output in enumerate(process.outputs)],
        )
        for p, process in enumerate(study.processes)
    ]
    for kind, ids in lists:
        yield from _repeated(kind, ids)


def _repeated(kind: Text, ids: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for id_, place in ids:
        if id_ in first:
            yield fault(
                "STUDY-TWICE",
                place,
                Text(f"{kind.zh}编号“{id_}”重复", f"the {kind.en} id “{id_}” stands twice"),
                found=f"{first[id_]}, {place}",
                expected=Text("每个编号只用一次", "each id once"),
                remedy=Text(
                    "给其中一个换一个编号，并改正引用它的地方", "give one of them another id and correct what names it"
                ),
            )
        first.setdefault(id_, place)


def dangling_references(study: Study) -> Iterator[Finding]:
    """Find references to what the study does not hold."""
    flows = {process.id: {output.flow for output in process.outputs} for process in study.processes}
    stages = {stage.id for stage in study.boundary.stages}
    sites = {site.id for site in study.sites}
    factors = {factor.id for factor in study.factors}
    yield from _output_reference(flows, study.unit.process, study.unit.flow, "/unit")
    for p, process in enumerate(study.processes):
        yield from _reference(stages, process.stage, f"/processes/{p}/stage", Text("生命周期阶段", "life-cycle stage"))
        if process.site is not None:
            yield from _reference(sites, process.site, f"/processes/{p}/site", Text("生产场所", "site"))
    for exchange, process, place in exchanges(study):
        if exchange.stage is not None:
            yield from _reference(stages, exchange.stage, f"{place}/stage", Text("生命周期阶段", "life-cycle stage"))
        if exchange.assigned_to is not None:
            yield from _reference(
                flows[process.id], exchange.assigned_to, f"{place}/assigned_to", Text("产出", "output")
            )
    for supply, place in supplies(study):
        if isinstance(supply, FromProcess):
            yield from _output_reference(flows, supply.process, supply.flow, place)
    for use in factor_uses(study):
        yield from _reference(factors, use.factor, use.place, Text("因子", "factor"))


def _output_reference(flows: dict[str, set[str]], process: str, flow: str, place: str) -> Iterator[Finding]:
    if process not in flows:
        yield from _reference(set(flows), process, f"{place}/process", Text("单元过程", "unit process"))
    else:
        kind = Text(f"单元过程“{process}”的产出", f"output of unit process “{process}”")
        yield from _reference(flows[process], flow, f"{place}/flow", kind)


def _reference(known: set[str], id_: str, place: str, kind: Text) -> Iterator[Finding]:
    if id_ not in known:
        listed = sorted(known)[:12]
        yield fault(
            "STUDY-REFERENCE",
            place,
            Text(f"没有编号为“{id_}”的{kind.zh}", f"there is no {kind.en} with the id “{id_}”"),
            found=id_,
            expected=Text("文档中已有的编号：" + "、".join(listed), "an id of the document: " + ", ".join(listed)),
            remedy=Text(f"改正编号，或补上这个{kind.zh}", f"correct the id, or add the {kind.en}"),
        )


def reference_outputs(study: Study) -> Iterator[Finding]:
    """Find processes without exactly one reference output."""
    for p, process in enumerate(study.processes):
        count = sum(output.role == "reference" for output in process.outputs)
        if count != 1:
            yield fault(
                "STUDY-REFERENCE-OUTPUT",
                f"/processes/{p}/outputs",
                Text(
                    f"单元过程“{process.name.zh}”有 {count} 个基准产出",
                    f"unit process “{_en(process)}” has {count} reference outputs",
                ),
                found=str(count),
                expected=Text(
                    "一个基准产出（role 为 reference），其余为共生产品（co_product）",
                    "one reference output, the others co-products",
                ),
                remedy=Text("把主产品标为 reference", "mark the main product as the reference"),
            )


def _en(process: Process) -> str:
    return process.name.en or process.name.zh
