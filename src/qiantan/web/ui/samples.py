"""What the gallery shows: invented records in every state a component can have."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiantan.core.findings.finding import Finding, Severity, Text
from qiantan.web.ui.charts import Chart, horizontal_bars, sankey
from qiantan.web.ui.parts import (
    Cell,
    Change,
    Column,
    Facet,
    FindingView,
    Link,
    Moment,
    Page,
    Progress,
    Remark,
    Row,
    Share,
    Step,
    Table,
    TaskItem,
    Term,
    Tile,
    Version,
)

DIGEST = "9f2c1d7a40be5c3382f1a6e0d94b7715c08a4ce1f5d26b3390e7a41d58c6f203"


class SampleForm(forms.Form):
    """Fields of every kind."""

    amount = forms.DecimalField(
        label=gettext_lazy("熟料产量"),
        help_text=gettext_lazy("全年入库量，按计量台账填写。"),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    unit = forms.ChoiceField(label=gettext_lazy("单位"), choices=[("t", "t"), ("kt", "kt")])
    started = forms.DateField(label=gettext_lazy("数据起始日"), help_text=gettext_lazy("例如 2025-01-01"))
    site = forms.ChoiceField(
        label=gettext_lazy("生产场所"),
        choices=[("", "—"), ("a", gettext_lazy("一号线")), ("b", gettext_lazy("二号线"))],
        required=False,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("填报方式"),
        choices=[("form", gettext_lazy("在线填写")), ("workbook", gettext_lazy("上传工作簿"))],
        widget=forms.RadioSelect,
        required=False,
    )
    remark = forms.CharField(label=gettext_lazy("说明"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agreed = forms.BooleanField(label=gettext_lazy("以上数据与原始台账一致"))


def everything() -> dict[str, object]:
    """Return the samples of all components by name."""
    makers = (_steps, _sections, _history, _tables, _facts, _jobs, _review, _comparison, _bars, _flows, _figures)
    return {name: sample for make in makers for name, sample in make().items()}


def _steps() -> dict[str, object]:
    return {
        "steps": [
            Step(title=_("产品"), state="done", href="#steps", note="2026-03-02"),
            Step(title=_("模板与规则"), state="done", href="#steps"),
            Step(title=_("期间与单位"), state="current"),
            Step(title=_("填报方式"), state="upcoming"),
        ],
        "failed_steps": [
            Step(title=_("文件检查"), state="done"),
            Step(title=_("逐格核对"), state="failed", note=_("发现 12 处")),
            Step(title=_("预览"), state="upcoming"),
            Step(title=_("确认"), state="upcoming"),
        ],
    }


def _sections() -> dict[str, object]:
    return {
        "tasks": [
            TaskItem(title=_("基本信息"), href="#tasks", state="completed", filled=14, total=14),
            TaskItem(
                title=_("燃料与电力"),
                href="#tasks",
                state="has_findings",
                filled=9,
                total=11,
                current=True,
                hint=_("2 处需要核对"),
            ),
            TaskItem(title=_("原料与运输"), href="#tasks", state="in_progress", filled=3, total=8),
            TaskItem(title=_("废物与副产品"), href="#tasks", state="not_started", filled=0, total=4),
            TaskItem(title=_("外购热力"), href="#tasks", state="optional", filled=0),
        ],
        "tabs": [
            Link(text=_("结果"), href="#tabs", icon="chart", current=True),
            Link(text=_("检查发现"), href="#tabs", icon="warning", count=3),
            Link(text=_("历史"), href="#tabs", icon="history"),
        ],
        "page": Page(number=4, pages=12, total=231, address="?q=1&"),
    }


def _history() -> dict[str, object]:
    return {
        "moments": [
            Moment(
                title=_("研究已冻结"),
                at="2026-03-05 10:12",
                who=_("张工（示例）"),
                tone="primary",
                text=f"SHA-256 {DIGEST[:16]}…",
            ),
            Moment(title=_("计算完成"), at="2026-03-05 10:11", tone="good"),
            Moment(title=_("导入工作簿，38 行"), at="2026-03-04 16:40", who=_("李工（示例）")),
        ],
        "versions": [
            Version(label="2026.1", href="#versions", note=_("2026-01-01 起"), current=True, in_force=True),
            Version(label="2025.2", href="#versions", note=_("2025-07-01 至 2025-12-31")),
        ],
        "digest": DIGEST,
        "command": "qiantan recompute study.json",
        "code": "https://example.org/01/06901234567892",
    }


def _columns() -> list[Column]:
    return [
        Column(title=_("名称"), sort="?sort=name", sorted="ascending"),
        Column(title=_("数值"), numeric=True, unit="kgCO₂e/t"),
        Column(title=_("占比"), numeric=True),
        Column(title=_("地域")),
        Column(title=_("状态")),
    ]


def _rows() -> list[Row]:
    return [
        Row(
            cells=[
                Cell(text=_("烟煤燃烧"), href="drawer/", drawer=True, note="bituminous-coal"),
                Cell(text="312"),
                Cell(text="36.5%", share=0.365),
                Cell(text=_("全国")),
                Cell(text=_("已核对"), tone="good"),
            ],
            actions=[Link(text=_("编辑"), href="#table"), Link(text=_("历史"), href="#table")],
        ),
        Row(
            cells=[
                Cell(text=_("电网电力"), href="#table"),
                Cell(text="48.1"),
                Cell(text="5.6%", share=0.056),
                Cell(text=_("贵州")),
                Cell(text=_("即将到期"), tone="warn"),
            ],
            actions=[Link(text=_("编辑"), href="#table"), Link(text=_("历史"), href="#table")],
        ),
        Row(
            cells=[
                Cell(text=_("柴油（体积单位）"), note=_("单位不同：这一行按质量填写")),
                Cell(text="—"),
                Cell(text="—"),
                Cell(text=_("全国")),
                Cell(text=_("不可用"), tone="neutral"),
            ],
            greyed=_("单位不同"),
        ),
        Row(
            cells=[Cell(text=_("合计")), Cell(text="855"), Cell(text="100.0%"), Cell(text=""), Cell(text="")], sum=True
        ),
    ]


def _tables() -> dict[str, object]:
    return {
        "table": Table(caption=_("贡献"), columns=_columns(), rows=_rows(), total=231, export="?export=csv"),
        "empty_table": Table(caption=_("没有数据的表格"), columns=_columns(), rows=[]),
    }


def _facts() -> dict[str, object]:
    facet = Facet(
        title=_("地域"),
        choices=[
            Link(text=_("全部"), href="?region=", count=231),
            Link(text=_("贵州"), href="?region=gz", count=18, current=True),
            Link(text=_("全国"), href="?region=cn", count=213),
        ],
    )
    return {
        "facet_groups": [facet, Facet(title=_("类别"), choices=[Link(text=_("燃料"), href="?topic=fuel", count=40)])],
        "terms": [
            Term(name=_("单位"), text="1 t 熟料"),
            Term(name=_("期间"), text="2025-01-01 – 2025-12-31"),
            Term(name=_("规则"), text="GB/T 24067—2024", href="#facts"),
            Term(name="SHA-256", text=DIGEST, code=True),
        ],
    }


def _jobs() -> dict[str, object]:
    return {
        "jobs": [
            Progress(title=_("导入 水泥2025.xlsx"), state="queued", started=_("10:02 排队"), cancel="#", id="job-1"),
            Progress(
                title=_("计算 P·O 42.5 水泥"),
                state="running",
                phase=_("抽样 6400 / 10000"),
                percent=64,
                started=_("10:03 开始"),
                cancel="#",
                id="job-2",
            ),
            Progress(
                title=_("生成报告"),
                state="done",
                started=_("用时 3 秒"),
                results=[Link(text="report.docx", href="#", icon="download")],
                id="job-3",
            ),
            Progress(
                title=_("导入 铝2025.xlsx"),
                state="failed",
                message=_("文件加了密码，打不开。请去掉密码后重新上传。"),
                retry="#",
                id="job-4",
            ),
            Progress(title=_("计算 电解铝"), state="cancelled", started=_("10:01 取消"), retry="#", id="job-5"),
        ],
    }


def _findings() -> list[Finding]:
    return [
        Finding(
            code="WB-UNIT",
            severity=Severity.BLOCKING,
            place="能源!C7",
            message=Text("单位与这一行要的量不是一类", "The unit does not fit the quantity asked for"),
            found="m³",
            expected=Text("质量单位，如 t、kg、万吨", "a unit of mass such as t or kg"),
            example="12,340 t",
            remedy=Text(
                "改为质量；只有体积数据时请另填密度", "Give the mass; with volume only, give the density as well"
            ),
        ),
        Finding(
            code="GBT24067-NATURAL-YEAR",
            severity=Severity.WARNING,
            place="/period",
            message=Text("数据期间不是一个自然年", "The period is not a calendar year"),
            clause="GB/T 24067—2024 5.4",
            remedy=Text("说明原因，或换用全年数据", "Give the reason, or use data of a whole year"),
        ),
        Finding(
            code="QUALITY-DEFAULT",
            severity=Severity.NOTE,
            place="石灰石",
            message=Text("采用了缺省值，占碳足迹 4.2%", "A default value is used; 4.2% of the footprint"),
        ),
    ]


def _review() -> dict[str, object]:
    return {
        "findings": _findings(),
        "no_findings": [],
        "thread_finding": FindingView(
            severity="warning", place=_("燃料与电力"), message=_("外购电量比上年少 38%"), clause="GB/T 24067—2024 6.3"
        ),
        "remarks": [
            Remark(who=_("核查员（示例）"), at="2026-03-08", text=_("请说明电量下降的原因，并附电费结算单。")),
            Remark(
                who=_("填报员（示例）"),
                at="2026-03-09",
                text=_("余热发电机组 4 月投运，已上传结算单与发电台账。"),
                side="answered",
            ),
        ],
    }


def _comparison() -> dict[str, object]:
    return {
        "changes": [
            Change(name=_("熟料产量"), before="1,240,000 t", after="1,242,500 t"),
            Change(name=_("余热发电量"), before="—", after="3.1 万MWh", kind="added"),
            Change(name=_("外购蒸汽"), before="120 GJ", after="—", kind="removed"),
            Change(name=_("石灰石"), before="1,580,000 t", after="1,580,000 t", kind="same"),
        ],
        "files": [
            {"name": _("电费结算单 2025.pdf"), "size": 812_330, "sha256": DIGEST, "href": "#evidence"},
            {"name": _("地磅台账.xlsx"), "size": 48_120, "sha256": DIGEST[::-1], "href": ""},
        ],
    }


def _bars() -> dict[str, object]:
    names = [_("石灰石分解"), _("烟煤燃烧"), _("外购电力"), _("原料运输")]
    values = [497.3, 312.0, 33.4, 12.3]
    table = Table(
        caption=_("按来源"),
        columns=[Column(title=_("来源")), Column(title=_("贡献"), numeric=True, unit="kgCO₂e/t")],
        rows=[
            Row(cells=[Cell(text=name), Cell(text=f"{value:,.1f}")]) for name, value in zip(names, values, strict=True)
        ],
    )
    return {
        "bars": Chart(
            id="chart-bars",
            title=_("哪些来源最大"),
            description=_("横向条形图：石灰石分解 497.3，烟煤燃烧 312.0，外购电力 33.4，原料运输 12.3 kgCO₂e/t。"),
            option=horizontal_bars(names, values, "kgCO₂e/t"),
            table=table,
        ),
    }


def _flows() -> dict[str, object]:
    names = [_("石灰石分解"), _("烟煤燃烧"), _("外购电力"), _("原料运输")]
    values = [497.3, 312.0, 33.4, 12.3]
    flows = Table(
        caption=_("流向"),
        columns=[Column(title=_("从")), Column(title=_("到")), Column(title="kgCO₂e/t", numeric=True)],
        rows=[
            Row(cells=[Cell(text=name), Cell(text=_("熟料")), Cell(text=f"{value:,.1f}")])
            for name, value in zip(names, values, strict=True)
        ],
    )
    return {
        "flows": Chart(
            id="chart-flows",
            title=_("碳足迹从哪里来"),
            description=_("桑基图：四个来源流向熟料，合计 855 kgCO₂e/t。"),
            option=sankey(
                [(str(i), name, 0) for i, name in enumerate(names)] + [("k", _("熟料"), 1)],
                [(str(i), "k", value) for i, value in enumerate(values)],
            ),
            table=flows,
            tall=True,
        ),
    }


def _figures() -> dict[str, object]:
    return {
        "shares": [
            Share(name=_("原料获取"), percent=4.2, text="35.9 kgCO₂e", default=True),
            Share(name=_("运输"), percent=1.4, text="12.3 kgCO₂e"),
            Share(name=_("生产"), percent=94.4, text="807 kgCO₂e"),
        ],
        "strip": {"value": 855, "best": 798, "median": 866, "worst": 921},
        "tiles": [
            Tile(place="guiyang", text="18", level=3),
            Tile(place="zunyi", text="24", level=4),
            Tile(place="bijie", text="11", level=2),
            Tile(place="qiannan", text="9", level=1),
            Tile(place="anshun", text="3", level=0),
        ],
    }
