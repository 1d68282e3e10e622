"""What people fill in about themselves and their organisation; the operations check it."""

from django import forms
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from qiantan.core.findings.uscc import EXAMPLE, uscc_fault
from qiantan.registry.accounts.states import LABELS
from qiantan.web.ui.tiles import PLACES
from qiantan.web.ui.wording import words


class NameForm(forms.Form):
    """What sign-up asks beside the address: the name colleagues see."""

    name = forms.CharField(label=_("姓名"), max_length=60, help_text=_("同事会在记录里看到这个名字。"))

    def signup(self, request: HttpRequest, user: object) -> None:  # noqa: ARG002 - passed by allauth
        """Keep the name with the new account."""
        user.name = self.cleaned_data["name"].strip()
        user.save()


class DivisionField(forms.ChoiceField):
    """The prefecture something lies in."""

    def __init__(self, **options: object) -> None:
        super().__init__(choices=self._offered, **options)

    @staticmethod
    def _offered() -> list[tuple[str, str]]:
        return [("", "—"), *((place.code, words(place.name)) for place in PLACES)]


class OrganisationForm(forms.Form):
    """A new organisation."""

    name = forms.CharField(label=_("企业全称"), max_length=120, help_text=_("与营业执照一致。"))
    uscc = forms.CharField(
        label=_("统一社会信用代码"),
        max_length=24,
        help_text=format_lazy(_("18 位，末位是校验码，录入时即检查。例如 {example}"), example=EXAMPLE),
    )
    division = DivisionField(label=_("所在市州"))

    def clean_uscc(self) -> str:
        """Refuse a code whose form or check character is wrong, saying what is wrong with it."""
        text = self.cleaned_data["uscc"].replace(" ", "").upper()
        fault = uscc_fault(text)
        if fault:
            raise forms.ValidationError(words(fault))
        return text


class SiteForm(forms.Form):
    """A new production site."""

    name = forms.CharField(label=_("场所名称"), max_length=120, help_text=_("例如 一号熟料线、遵义分厂"))
    division = DivisionField(label=_("所在市州"))


class MemberForm(forms.Form):
    """A person to take part, or another role for one who does."""

    email = forms.EmailField(label=_("电子邮箱"), help_text=_("对方需先用这个邮箱注册。"))
    role = forms.ChoiceField(label=_("角色"), widget=forms.RadioSelect, initial="editor")

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)
        explained = {
            "reader": _("查看产品、结果和报告"),
            "editor": _("填报、计算、冻结"),
            "manager": _("还可管理场所和成员"),
        }
        self.fields["role"].choices = [
            (role.value, f"{words(label)} · {explained[role.value]}") for role, label in LABELS.items()
        ]
