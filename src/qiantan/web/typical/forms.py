"""What plants and the department fill in; the operations check it."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django import forms
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _

from qiantan.core.findings import Text
from qiantan.registry.typical.asking import Asked, Given
from qiantan.registry.typical.states import BOUNDARY_LABELS, KIND_LABELS
from qiantan.web.typical import wording
from qiantan.web.ui.tiles import PLACES
from qiantan.web.ui.wording import words

if TYPE_CHECKING:
    from qiantan.registry.typical.models import Call

EVIDENCE = ".pdf,.xlsx,.xls,.csv,.docx,.jpg,.png,.zip"
DIGITS = 30


def closing(day: object) -> datetime:
    """Return the end of a day, when a call closes."""
    return datetime.combine(day + timedelta(days=1), time(), get_current_timezone())  # type: ignore[operator]


class ValueForm(forms.Form):
    """A plant's value with its weight, source and evidence. A value out of a frozen study is not typed again."""

    value = forms.DecimalField(label=_("数值"), max_digits=DIGITS)
    volume = forms.DecimalField(label=_("数据年份的产量"), max_digits=DIGITS)
    technology = forms.ChoiceField(label=_("工艺路线"), widget=forms.RadioSelect)
    source = forms.CharField(
        label=_("数值来源"), max_length=300, help_text=_("例如 2025 年冻结研究、能源统计台账、第三方核查报告编号。")
    )
    group = forms.CharField(
        label=_("控股集团的统一社会信用代码"),
        max_length=24,
        required=False,
        help_text=_("同一集团的企业合算一家，这样集团内部也推不出别家的数值。没有控股集团就留空。"),
    )
    note = forms.CharField(label=_("说明"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    evidence = forms.FileField(
        label=_("佐证材料"),
        required=False,
        widget=forms.FileInput(attrs={"accept": EVIDENCE}),
        help_text=_("加密保存，只有本企业能打开。20 MB 以内。"),
    )

    def __init__(self, *arguments: object, call: "Call", from_study: bool = False, **options: object) -> None:
        super().__init__(*arguments, **options)
        self.fields["value"].label = _("数值（%(unit)s）") % {"unit": wording.unit(call)}
        self.fields["value"].help_text = words(Text(call.asked_zh, call.asked_en))
        self.fields["value"].disabled = from_study
        self.fields["volume"].label = _("%(year)s 年产量（%(unit)s）") % {
            "year": call.data_year,
            "unit": call.volume_unit,
        }
        self.fields["volume"].help_text = _("用作加权平均的权重。")
        if call.technologies:
            choices = [(one["key"], words(Text(one["zh"], one["en"]))) for one in call.technologies]
            self.fields["technology"].choices = choices
        else:
            del self.fields["technology"]

    def given(self, study: str) -> Given:
        """Return what was filled in."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "evidence"}
        file = self.cleaned_data.get("evidence")
        values["group"] = values["group"].replace(" ", "").upper()
        kept = {"evidence": file.read(), "evidence_name": file.name[:200]} if file else {}
        return Given(**values, **kept, study=study)


class CallForm(forms.Form):
    """What the department asks plants for."""

    name_zh = forms.CharField(label=_("产品或工序"), max_length=120, help_text=_("例如 硅酸盐水泥熟料"))
    name_en = forms.CharField(label=_("英文名称"), max_length=120, required=False)
    kind = forms.ChoiceField(label=_("征集什么"), widget=forms.RadioSelect, initial="footprint")
    unit = forms.CharField(
        label=_("单位"), max_length=30, help_text=_("碳足迹填产品的单位，如 t；其他数值填数值的单位，如 kWh/t。")
    )
    volume_unit = forms.CharField(label=_("产量单位"), max_length=30, initial="t")
    boundary = forms.ChoiceField(label=_("系统边界"), widget=forms.RadioSelect, initial="cradle_to_gate")
    asked_zh = forms.CharField(
        label=_("要企业提供什么"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("包括取舍、分配和口径。"),
    )
    asked_en = forms.CharField(
        label=_("要企业提供什么（英文）"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    data_year = forms.IntegerField(label=_("数据年份"))
    technologies = forms.CharField(
        label=_("工艺路线"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("每行一条，中英文以竖线分开，如 新型干法|Dry kiln。不分路线就留空。"),
    )
    least = forms.IntegerField(label=_("最少家数"), initial=9, help_text=_("9 到 15；同一集团算一家。"))
    province_output = forms.DecimalField(label=_("全省产量"), max_digits=20, decimal_places=4, required=False)
    province_source = forms.CharField(label=_("全省产量的来源"), max_length=300, required=False)
    closes = forms.DateField(
        label=_("截止日期"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("当天结束时截止；截止前企业可以更正和撤回。"),
    )

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)
        for name, labels in (("kind", KIND_LABELS), ("boundary", BOUNDARY_LABELS)):
            self.fields[name].choices = [(one.value, words(label)) for one, label in labels.items()]

    def asked(self) -> Asked:
        """Return what was filled in."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in {"closes", "technologies"}}
        return Asked(**values, technologies=self._technologies(), closes_at=closing(self.cleaned_data["closes"]))

    def _technologies(self) -> tuple[tuple[str, str], ...]:
        lines = [line.replace("｜", "|") for line in self.cleaned_data["technologies"].splitlines() if line.strip()]
        pairs = [line.partition("|") for line in lines]
        return tuple((zh.strip()[:100], en.strip()[:100]) for zh, _bar, en in pairs)


class ReopenForm(forms.Form):
    """Until when a call takes values again."""

    closes = forms.DateField(label=_("新的截止日期"), widget=forms.DateInput(attrs={"type": "date"}))


class PartForm(forms.Form):
    """Which part of a call to release: all of it, a prefecture, a technology."""

    division = forms.ChoiceField(required=False)
    technology = forms.ChoiceField(required=False)

    def __init__(self, *arguments: object, call: "Call", **options: object) -> None:
        super().__init__(*arguments, **options)
        self.fields["division"].choices = [("", ""), *((place.code, place.code) for place in PLACES)]
        self.fields["technology"].choices = [("", ""), *((one["key"], one["key"]) for one in call.technologies)]
