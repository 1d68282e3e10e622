"""The flow chart of a footprint: from the largest exchanges through the life-cycle stages to the product, to scale."""

from collections.abc import Sequence

from qiantan.core.formats.report.blocks import Box, Flow, Strand
from qiantan.core.formats.report.case import Case
from qiantan.core.results.document import Contribution

LARGEST = 9
GAP = 0.04
# Longer labels would run into the boxes.
LABEL = 18

# A label and the contributions it stands for.
Group = tuple[str, tuple[Contribution, ...]]


def flow_chart(case: Case) -> Flow | None:
    """Return the chart, or nothing where no exchange emits."""
    emitting = sorted((c for c in case.result.contributions if c.kg > 0), key=lambda c: -c.kg)
    if not emitting:
        return None
    taken = any(c.kg < 0 for c in case.result.contributions)
    head, rest = emitting[:LARGEST], emitting[LARGEST:]
    sources: list[Group] = [(_short(case.label(c)), (c,)) for c in head]
    if rest:
        sources.append((f"其余 {len(rest)} 项", tuple(rest)))
    passed = [(stage, tuple(c for c in emitting if c.stage == stage)) for stage in case.stages]
    stages: list[Group] = [(case.stages[stage], members) for stage, members in passed if members]
    goal: list[Group] = [(case.study.product.name.zh + ("（未计负值）" if taken else ""), tuple(emitting))]
    return _drawn(case, (sources, stages, goal), taken=taken)


def _drawn(case: Case, columns: Sequence[Sequence[Group]], *, taken: bool) -> Flow:
    whole = sum(c.kg for c in columns[-1][0][1])
    scale = (1 - GAP * (max(len(column) for column in columns) - 1)) / whole
    boxes: list[Box] = []
    first: list[int] = []
    for number, column in enumerate(columns):
        first.append(len(boxes))
        top = (1 - whole * scale - GAP * (len(column) - 1)) / 2
        for label, members in column:
            kg = sum(c.kg for c in members)
            boxes.append(Box(number, top, kg * scale, label, case.kg(kg)))
            top += kg * scale + GAP
    strands = [
        strand
        for number in range(len(columns) - 1)
        for strand in _between(columns[number : number + 2], boxes, first[number : number + 2], scale)
    ]
    note = "带宽与排放量成比例；单位 " + case.per + "。"
    if taken:
        note += "负值（清除与抵减）未画入，合计见各表。"
    return Flow("排放从何而来、经过哪些阶段", len(columns), tuple(boxes), tuple(strands), note)


def _between(pair: Sequence[Sequence[Group]], boxes: Sequence[Box], first: Sequence[int], scale: float) -> list[Strand]:
    left, right = pair
    starts = [boxes[first[0] + i].top for i in range(len(left))]
    ends = [boxes[first[1] + j].top for j in range(len(right))]
    strands = []
    for i, (_, sent) in enumerate(left):
        for j, (_, received) in enumerate(right):
            ids = {c.exchange for c in received}
            thickness = sum(c.kg for c in sent if c.exchange in ids) * scale
            if thickness > 0:
                strands.append(Strand(first[0] + i, first[1] + j, starts[i], ends[j], thickness))
                starts[i] += thickness
                ends[j] += thickness
    return strands


def _short(label: str) -> str:
    return label if len(label) <= LABEL else label[: LABEL - 1] + "…"
