"""Databases in words and numbers: the list, the page of one, findings, flows."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from qiantan.core.datasets.identity import is_uuid
from qiantan.core.findings import Finding
from qiantan.core.formats.catalogue import CODECS
from qiantan.registry.accounts.paging import PAGE_SIZE, Page
from qiantan.registry.databases.operations import WRITTEN
from qiantan.registry.databases.states import GWP_SETS, HANDED_ON, Access
from qiantan.web.databases import wording
from qiantan.web.ui.parts import Cell, Column, Link, Row, Table, Term
from qiantan.web.ui.wording import file_size, finding_view, percent, significant, words

SHOWN_FINDINGS = 30


def database_table(rows: Iterable[Any], total: int) -> Table:
    """Return databases as a table."""
    columns = [
        Column(title=_("名称")),
        Column(title=_("过程数"), numeric=True),
        Column(title=_("投入已链接"), numeric=True),
        Column(title=_("许可")),
        Column(title=_("谁可以查看")),
        Column(title=_("状态")),
        Column(title=_("导入时间"), narrow=True),
    ]
    return Table(caption=_("数据库"), columns=columns, rows=[_row(one) for one in rows], total=total)


def _row(one: Any) -> Row:
    counts = one.counts
    inputs = counts.get("inputs", 0)
    return Row(
        cells=[
            Cell(
                text=str(one), href=reverse("databases:database", args=[one.public_id]),
                note=" · ".join(part for part in (one.source, one.organisation.name) if part),
            ),
            Cell(text=f"{counts['processes']:,}" if "processes" in counts else "—"),
            Cell(text=percent(counts["linked"] / inputs) if inputs else "—"),
            Cell(text=words(one.terms.title)),
            Cell(text=words(one.access_label)),
            wording.state_cell(one),
            Cell(text=_moment(one.imported_at or one.created_at)),
        ]
    )  # fmt: skip


def database_page(one: Any) -> dict[str, object]:
    """Return what the page of a database says of it."""
    return {
        "database": one,
        "state_tone": wording.STATE_TONES[one.state],
        "solved_tone": wording.SOLVED_TONES[one.solved],
        "figures": _figures(one) if one.state == "ready" else (),
        "about": _about(one),
        "solving": _solving(one) if one.state == "ready" else (),
        "gwp_sets": [(key, words(title), key == one.gwp_set) for key, title in GWP_SETS.items()],
        "formats": [(key, words(CODECS[key].title)) for key in WRITTEN],
        "may_open": one.licence in HANDED_ON,
        "is_open": one.access == Access.OPEN.value,
    }


def _figures(one: Any) -> tuple[dict[str, str], ...]:
    counts = one.counts
    inputs, gases, left_out = counts["inputs"], sum(counts["gases"].values()), sum(counts["left_out"].values())
    here = reverse("databases:database", args=[one.public_id])
    flows = reverse("databases:flows", args=[one.public_id])
    return (
        {
            "label": _("过程"),
            "value": f"{counts['processes']:,}",
            "note": _("其中 %(count)s 个有联产品参与分配") % {"count": f"{counts['products'] - counts['processes']:,}"}
            if counts["products"] > counts["processes"]
            else _("每个过程一种产品"),
            "href": "",
        },
        {
            "label": _("投入已链接"),
            "value": percent(counts["linked"] / inputs) if inputs else "—",
            "note": _("%(open)s 个未链接，共 %(all)s 个") % {
                "open": f"{inputs - counts['linked']:,}", "all": f"{inputs:,}",
            },
            "href": f"{here}?only=open#processes" if inputs > counts["linked"] else "",
        },
        {
            "label": _("温室气体已识别"),
            "value": percent(gases / (gases + left_out)) if gases + left_out else "—",
            "note": _("%(gases)s 处计入，%(left)s 处存疑未计入") % {"gases": f"{gases:,}", "left": f"{left_out:,}"},
            "href": f"{flows}?only=left_out" if left_out else flows,
        },
        {
            "label": _("循环供给"),
            "value": f"{counts['loops']:,}",
            "note": _("%(count)s 个过程相互供给") % {"count": f"{counts['in_loops']:,}"},
            "href": "",
        },
        {
            "label": _("无投入无排放"),
            "value": f"{counts['silent']:,}",
            "note": _("这些过程的碳足迹为 0"),
            "href": f"{here}?only=silent#processes" if counts["silent"] else "",
        },
    )  # fmt: skip


def _about(one: Any) -> list[Term]:
    codec = words(CODECS[one.codec].title) if one.codec in CODECS else "—"
    terms = one.terms
    handed_on = _("允许下载和转发") if terms.may_hand_on else _("不得下载和转发")
    return [
        Term(name=_("版本"), text=one.version),
        Term(name=_("所有者或来源"), text=one.source),
        Term(name=_("归属企业"), text=one.organisation.name),
        Term(name=_("许可"), text=words(terms.title), note=handed_on),
        Term(name=_("谁可以查看"), text=words(one.access_label)),
        Term(name=_("文件"), text=one.file_name, note=f"{codec} · {file_size(one.size)}"),
        Term(name="SHA-256", text=one.sha256, code=True),
        Term(name=_("导入时间"), text=_moment(one.imported_at)),
        Term(name=_("导入人"), text=one.created_by.name or _("本企业成员")),
    ]


def _solving(one: Any) -> list[Term]:
    proof = _("每个数值都附有可证明的误差界") if one.proven else _("抵扣过强，无法证明误差界；以残差为据")
    return [
        Term(name=_("状态"), text=words(one.solved_label)),
        Term(name=_("GWP 取值"), text=words(GWP_SETS[one.gwp_set])),
        Term(name=_("误差"), text=proof if one.solved == "done" else "—"),
        Term(name=_("最大相对残差"), text=f"{one.residual:.1e}" if one.residual is not None else "—"),
    ]


def process_table(database: Any, rows: Iterable[Any], total: int) -> Table:
    """Return processes as a table: name, place, footprint per unit, what is open."""
    columns = [
        Column(title=_("过程")),
        Column(title=_("地点"), narrow=True),
        Column(title=_("碳足迹"), numeric=True, unit="kgCO₂e"),
        Column(title=_("单位"), narrow=True),
        Column(title=_("年份"), narrow=True),
        Column(title=_("投入"), numeric=True),
        Column(title=_("未链接"), numeric=True),
    ]
    return Table(caption=_("过程"), columns=columns, rows=[_process_row(database, one) for one in rows], total=total)


def _process_row(database: Any, one: Any) -> Row:
    kind = wording.KINDS.get(one.kind, "")
    return Row(
        cells=[
            Cell(
                text=words(one.name) or str(one.uuid),
                href=reverse("databases:process", args=[database.public_id, one.uuid]),
                note=" · ".join(str(part) for part in (words(one.product), kind) if part),
            ),
            Cell(text=one.location or "—"),
            Cell(text=significant(one.kg, 4) if one.kg is not None else "—"),
            Cell(text=f"/ {one.unit}"),
            Cell(text=str(one.year) if one.year is not None else "—"),
            Cell(text=f"{one.inputs:,}"),
            Cell(text=f"{one.open_inputs:,}", tone="warn" if one.open_inputs else ""),
        ]
    )


def narrowing(only: str) -> list[tuple[str, str, bool]]:
    """Return the choices that narrow the list of processes: value, words, whether it is chosen."""
    choices = (
        ("", _("全部")),
        ("open", _("有未链接的投入")),
        ("silent", _("碳足迹为 0")),
        ("negative", _("碳足迹为负")),
    )
    return [(value, text, value == only) for value, text in choices]


def shown_findings(database: Any, findings: Sequence[Finding]) -> dict[str, Any]:
    """Return the first findings, each with the way to the process it names first, and how many there are."""
    shown = [finding_view(one, href=_process_href(database, one.place)) for one in findings[:SHOWN_FINDINGS]]
    return {"shown": shown, "count": len(findings), "more": len(findings) > SHOWN_FINDINGS}


def _process_href(database: Any, place: str) -> str:
    process = place.partition("/")[0]
    if database.state != "ready" or not is_uuid(process):
        return ""
    return reverse("databases:process", args=[database.public_id, process])


def findings_table(findings: Iterable[Finding]) -> Table:
    """Return findings as the table of a file."""
    titles = (_("程度"), _("编码"), _("位置"), _("发现"), _("内容"), _("应为"), _("处理"))
    severity = {"blocking": _("必须改正"), "warning": _("请留意"), "note": _("说明")}
    rows = [
        Row(
            cells=[
                Cell(text=severity[one.severity.value]),
                Cell(text=one.code),
                Cell(text=one.place),
                Cell(text=words(one.message)),
                Cell(text=one.found),
                Cell(text=words(one.expected)),
                Cell(text=words(one.remedy)),
            ]
        )
        for one in findings
    ]
    return Table(caption=_("检查发现"), columns=[Column(title=title) for title in titles], rows=rows)


def flow_table(natures: Iterable[Any], *, total: int | None, export: str) -> Table:
    """Return elementary flows with what they count for."""
    columns = [
        Column(title=_("基本流")),
        Column(title=_("单位"), narrow=True),
        Column(title=_("计入")),
        Column(title=_("使用次数"), numeric=True),
    ]
    rows = [_flow_row(flow, nature) for flow, nature in natures]
    return Table(caption=_("基本流"), columns=columns, rows=rows, total=total, export=export)


def _flow_row(flow: Any, nature: Any) -> Row:
    path = " / ".join(level.name for level in flow.path)
    if nature.gas:
        verdict = Cell(text=wording.gas_name(nature.gas), tone="good")
    elif nature.code:
        verdict = Cell(text=str(wording.LEFT_OUT[nature.code]), tone="warn")
    else:
        verdict = Cell(text=_("不是温室气体，或不排入大气"))
    return Row(
        cells=[Cell(text=words(flow.name) or flow.uuid, note=path), Cell(text=nature.unit), verdict,
               Cell(text=f"{nature.times:,}")]
    )  # fmt: skip


def flow_tabs(database: Any, only: str) -> list[Link]:
    """Return the views of the elementary flows."""
    here = reverse("databases:flows", args=[database.public_id])
    views = (("", _("全部")), ("gas", _("计入的温室气体")), ("left_out", _("存疑未计入")))
    return [Link(text=text, href=f"{here}?only={key}" if key else here, current=key == only) for key, text in views]


def files(database: Any, tasks: Iterable[Any]) -> list[Link]:
    """Return the files of a database that can be taken along."""
    made = {task.payload["codec"]: task for task in reversed(list(tasks))}
    links = [
        Link(
            text=words(CODECS[codec].title),
            href=reverse("databases:download", args=[database.public_id, task.public_id]),
            icon="download",
        )
        for codec, task in made.items()
    ]
    original = reverse("databases:original", args=[database.public_id])
    return [Link(text=_("原文件"), href=original, icon="download"), *links]


def page_of_rows(rows: Sequence[Any], number: int, size: int = PAGE_SIZE) -> Page[Any]:
    """Return one page of rows that are all in memory."""
    pages = max(1, -(-len(rows) // size))
    number = min(max(1, number), pages)
    return Page(rows=tuple(rows[(number - 1) * size : number * size]), number=number, pages=pages, count=len(rows))


def _moment(moment: Any) -> str:
    return date_format(localtime(moment), "Y-m-d H:i") if moment else "—"
