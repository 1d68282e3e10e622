"""Forms of the wizard and of uploads."""

import datetime as dt
from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from qiantan.core.templates.schema import Template
from qiantan.web.ui.wording import words

FIRST_YEAR = 2015


class ProductForm(forms.Form):
    """Step 1: what is made, and where."""

    site = forms.ChoiceField(label=_("生产场所"))
    name_zh = forms.CharField(label=_("产品名称"), max_length=120, help_text=_("例如：普通硅酸盐水泥"))
    name_en = forms.CharField(
        label=_("英文名称"), max_length=120, required=False, help_text=_("出口资料用，例如：Ordinary Portland cement")
    )
    specification = forms.CharField(label=_("规格型号"), max_length=200, help_text=_("例如：P·O 42.5，散装"))
    hs = forms.RegexField(
        label=_("海关编码（HS）"), regex=r"^\d{4,10}$", required=False, help_text=_("4 至 10 位数字，例如 252329")
    )
    gtin = forms.RegexField(
        label=_("商品条码（GTIN）"), regex=r"^\d{8,14}$", required=False, help_text=_("8 至 14 位数字；没有可不填")
    )

    def __init__(self, *args: object, sites: Sequence[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].choices = list(sites)


class TemplateForm(forms.Form):
    """Step 2: the template, and with it the rule; the declared unit."""

    declared = forms.ChoiceField(label=_("模板与声明单位"), widget=forms.RadioSelect)

    def __init__(self, *args: object, templates: Sequence[Template], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["declared"].choices = [
            (words(template.title), [(f"{template.id}/{one.key}", words(one.label)) for one in template.declared])
            for template in templates
        ]


class PeriodForm(forms.Form):
    """Step 3: the data period, a natural year unless there is a reason."""

    year = forms.TypedChoiceField(label=_("数据年份"), coerce=int, empty_value=None, required=False)
    start = forms.DateField(
        label=_("开始日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("不足一年时填写"),
    )
    end = forms.DateField(label=_("结束日期（含当日）"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: object, today: dt.date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        years = range(today.year, FIRST_YEAR - 1, -1)
        self.fields["year"].choices = [
            ("", _("自定义期间")),
            *((year, f"{year}-01-01 – {year}-12-31") for year in years),
        ]
        self.fields["year"].initial = today.year - 1

    def clean(self) -> dict[str, object]:
        """Return the half-open period: a natural year, or the days given."""
        values = super().clean() or {}
        year = values.get("year")
        if year:
            return values | {"start": dt.date(year, 1, 1), "end": dt.date(year + 1, 1, 1)}
        start, end = values.get("start"), values.get("end")
        if not start or not end:
            raise forms.ValidationError(_("请选择年份，或填写开始和结束日期。"))
        if end < start:
            raise forms.ValidationError(_("结束日期早于开始日期，请更正。"))
        return values | {"end": end + dt.timedelta(days=1)}


class WayForm(forms.Form):
    """Step 4: how to fill in."""

    way = forms.ChoiceField(
        label=_("填报方式"),
        widget=forms.RadioSelect,
        initial="form",
        choices=[
            ("form", _("在网页上逐项填写（自动保存，可随时离开）")),
            ("workbook", _("下载工作簿，用表格软件填好再上传")),
        ],
    )


class WorkbookForm(forms.Form):
    """An uploaded workbook."""

    file = forms.FileField(label=_("填好的工作簿"), help_text=_("xlsx 或 csv；请使用从本系统下载的模板"))
