"""What contributors, reviewers and editors fill in; the operations check it. A draft is saved whatever is in it."""

from collections.abc import Iterable, Mapping, Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiantan.core.datasets.proposal.fields import FIELDS, SECTIONS, Field, is_needed
from qiantan.core.findings import Finding
from qiantan.registry.submissions.states import CRITERIA, OUTCOMES
from qiantan.web.ui.forms import add_findings
from qiantan.web.ui.wording import words


class ProposalForm(forms.Form):
    """All fields of a proposal; nothing is required to save it, the asterisk says what is required to hand it in."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *arguments: object, kind: str = "", **options: object) -> None:
        super().__init__(*arguments, **options)
        for field in FIELDS.values():
            self.fields[field.key] = _drawn(field, kind)

    @property
    def sections(self) -> list[dict[str, object]]:
        """The sections with their bound fields."""
        return [
            {"key": section.key, "title": words(section.label), "fields": [self[field.key] for field in section.fields]}
            for section in SECTIONS
        ]

    def answers(self) -> dict[str, str]:
        """What is typed, as typed."""
        return {key: str(self.cleaned_data.get(key) or "") for key in FIELDS}

    def show(self, findings: Iterable[Finding]) -> None:
        """Put findings at their fields."""
        add_findings(self, findings)


def _drawn(field: Field, kind: str) -> forms.Field:
    needed = is_needed(field, kind)
    label = f"{words(field.label)} *" if needed else words(field.label)
    hint = words(field.hint)
    if field.example:
        hint = " ".join(part for part in (hint, _("例如 %(example)s") % {"example": field.example}) if part)
    options = {"label": label, "help_text": hint, "required": False}
    if field.choices:
        choices = [("", "—"), *((key, words(said)) for key, said in field.choices)]
        return forms.CharField(widget=forms.Select(choices=choices), max_length=field.longest, **options)
    if field.form == "words":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), max_length=field.longest, **options)
    if field.form == "day":
        return forms.CharField(widget=forms.DateInput(attrs={"type": "date"}), max_length=20, **options)
    attributes = {"inputmode": "decimal"} if field.form in {"figure", "percent"} else {}
    return forms.CharField(widget=forms.TextInput(attrs=attributes), max_length=field.longest, **options)


class OrganisationForm(forms.Form):
    """For which organisation somebody acts."""

    organisation = forms.ChoiceField(label=gettext_lazy("提交单位"))

    def __init__(self, *arguments: object, organisations: Sequence[object], **options: object) -> None:
        super().__init__(*arguments, **options)
        self.fields["organisation"].choices = [(str(one.public_id), one.name) for one in organisations]


class UploadForm(OrganisationForm):
    """A workbook or an exchange file."""

    file = forms.FileField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy(
            "本系统的工作簿（xlsx、csv），或 TIDAS、eILCD、openLCA JSON-LD、EcoSpold；不超过 16 MiB"
        ),
    )


class VerdictForm(forms.Form):
    """What an expert says of a round."""

    outcome = forms.ChoiceField(label=gettext_lazy("意见"), widget=forms.RadioSelect, required=False)
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        required=False,
        help_text=gettext_lazy("退回修改或不予通过时必填；会原样告诉提交单位"),
    )
    unbound = forms.BooleanField(
        label=gettext_lazy("本人声明：与提交单位、数据所有者没有隶属或利益关系"), required=False
    )

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)
        self.fields["outcome"].choices = [(key.value, words(label)) for key, label in OUTCOMES.items()]
        scale = {1: _("1 很好"), 2: _("2 好"), 3: _("3 一般"), 4: _("4 差"), 5: _("5 很差")}
        choices = [("", "—"), *((str(score), said) for score, said in scale.items())]
        for key, label in CRITERIA.items():
            self.fields[key] = forms.TypedChoiceField(
                label=words(label), choices=choices, coerce=int, empty_value=0, required=False
            )

    @property
    def scored(self) -> list[forms.BoundField]:
        """The fields of the criteria."""
        return [self[key] for key in CRITERIA]

    def scores(self) -> dict[str, int]:
        """The score of every criterion; 0 where none is given."""
        return {key: int(self.cleaned_data.get(key) or 0) for key in CRITERIA}


class ExpertForm(forms.Form):
    """A person for the list of experts."""

    email = forms.CharField(
        label=gettext_lazy("电子邮箱"), max_length=254, help_text=gettext_lazy("对方需先用这个邮箱注册。")
    )
    institution = forms.CharField(label=gettext_lazy("所在单位"), max_length=200)
    field = forms.CharField(
        label=gettext_lazy("专业领域"), max_length=200, help_text=gettext_lazy("例如 建材、有色冶金、电力")
    )


class ReleaseForm(forms.Form):
    """What a release says of itself."""

    edition = forms.CharField(
        label=gettext_lazy("版次"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("字母、数字、点、短横，例如 2026-1；发布编号为 guizhou-review-版次"),
    )
    title_zh = forms.CharField(label=gettext_lazy("中文标题"), max_length=200, required=False)
    title_en = forms.CharField(label=gettext_lazy("英文标题"), max_length=200, required=False)
    review_by = forms.CharField(
        label=gettext_lazy("复评日期"),
        max_length=20,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("到这一天，发布的每个数值都要重新评审"),
    )
    notes_zh = forms.CharField(
        label=gettext_lazy("中文说明"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    notes_en = forms.CharField(
        label=gettext_lazy("英文说明"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


def stated(form: forms.Form) -> Mapping[str, str]:
    """Return what a form states, as text."""
    return {key: str(said or "") for key, said in form.cleaned_data.items()}
