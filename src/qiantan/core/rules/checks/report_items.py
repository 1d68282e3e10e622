"""Contents of the study report."""

from collections.abc import Callable, Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts
from qiantan.core.study.document import Study

CODE = "GBT24067-REPORT-ITEMS"
CLAUSE = "GB/T 24067-2024 碳足迹研究报告：应包含的信息（条款号待核）"


def check(facts: Facts) -> Iterator[Finding]:
    """The study carries every item (a)–(t) of the study report; what the result adds needs no field of its own."""
    titles = {item.letter: item.title for item in facts.standard.report_items}
    for letter, place, is_given in FIELDS:
        if letter in titles and not is_given(facts.study):
            title = titles[letter]
            yield Finding(
                code=CODE,
                clause=f"{CLAUSE}（{letter}）",
                severity=Severity.BLOCKING,
                place=place,
                message=Text(
                    f"报告第（{letter}）项“{title.zh}”没有内容", f"item ({letter}) of the report, {title.en}, is empty"
                ),
                expected=Text(_WANTED[letter].zh, _WANTED[letter].en),
                remedy=Text("补写后才能出具报告", "fill it in: the report cannot be issued without"),
            )


def _has_cut_off_criteria(study: Study) -> bool:
    # The criteria stand in the rule pack, what was cut off in the exchanges; the excluded inputs are the study's own.
    return bool(study.boundary.excluded_inputs.strip())


def _allocates_with_reason(study: Study) -> bool:
    return all(len(p.outputs) == 1 or p.allocation.reason.strip() for p in study.processes)


def _attributes_electricity(study: Study) -> bool:
    exchanges = (x for process in study.processes for x in process.exchanges)
    return all(x.electricity or x.supply.kind == "process" for x in exchanges if x.category == "electricity")


def _is_scored(study: Study) -> bool:
    exchanges = (x for process in study.processes for x in process.exchanges)
    return any(x.quality for x in exchanges) or any(factor.quality for factor in study.factors)


def _explains_exclusions(study: Study) -> bool:
    return all(stage.included or stage.reason.strip() for stage in study.boundary.stages)


# Item, the place that carries it, whether it is there. Items that only the result or the report can carry (e, f, i, k,
# n, q, t) have no line: an empty list of value choices, for instance, is itself the statement.
FIELDS: tuple[tuple[str, str, Callable[[Study], bool]], ...] = (
    ("a", "/unit/words", lambda study: bool(study.unit.words.zh.strip())),
    ("b", "/boundary/stages", lambda study: bool(study.boundary.stages)),
    ("c", "/processes", lambda study: any(process.exchanges for process in study.processes)),
    ("d", "/goal/reason", lambda study: bool(study.goal.reason.strip() and study.goal.application.strip())),
    ("g", "/boundary/excluded_inputs", _has_cut_off_criteria),
    ("h", "/processes", _allocates_with_reason),
    ("j", "/processes", _is_scored),
    ("l", "/processes", _attributes_electricity),
    ("m", "/interpretation/conclusions", lambda study: bool(study.interpretation.conclusions.strip())),
    ("m", "/interpretation/limitations", lambda study: bool(study.interpretation.limitations.strip())),
    ("o", "/boundary/stages", _explains_exclusions),
    ("p", "/boundary/stages", lambda study: any(stage.included for stage in study.boundary.stages)),
    ("r", "/period", lambda study: study.period.start < study.period.end),
    ("s", "/rule", lambda study: bool(study.rule.id)),
)

_WANTED = {
    "a": Text("功能单位或声明单位的文字说明", "the unit in words"),
    "b": Text("生命周期阶段清单", "the list of life-cycle stages"),
    "c": Text("至少一个有数据的单元过程", "a unit process with data"),
    "d": Text("研究目的和预期用途", "the reason and the intended application"),
    "g": Text("不计入的投入及取舍准则", "excluded inputs and cut-off criteria"),
    "h": Text("每个多产品过程的分配理由", "a reason for every allocation"),
    "j": Text("数据质量评分（用量或因子）", "data-quality scores of amounts or factors"),
    "l": Text("每项电力的来源方式", "the attribution of every use of electricity"),
    "m": Text("结论和局限", "conclusions and limitations"),
    "o": Text("每个排除阶段的理由", "a reason for every stage left out"),
    "p": Text("纳入的生命周期阶段", "the included stages"),
    "r": Text("数据代表的时段", "the period"),
    "s": Text("所用产品种类规则", "the product rule"),
}
